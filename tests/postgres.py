"""A PostgreSQL for the tests: a given one by URL, else a running local one, else a private one for this run.

The private one comes from Debian's binaries where they are installed, else from a Python package, else, for root, from
Debian. It listens on a Unix socket in a temporary folder only, and is gone after the run.
"""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "requirements" / "postgres.txt"
PACKAGE = ROOT / ".venv" / "postgres"
UNPRIVILEGED = ("postgres", "nobody", "daemon")  # PostgreSQL refuses to run as root


class NoPostgres(Exception):
    """No PostgreSQL could be brought up; the text says what was tried."""


@contextmanager
def postgres() -> Iterator[str]:
    """The URL of a PostgreSQL on which the tests may make databases."""
    if given := os.environ.get("OPENCOACH_TEST_DATABASE_URL", ""):
        yield given
        return
    for url in local_ones():
        if may_make_databases(url):
            yield url
            return
    with private_one(binaries()) as url:
        yield url


def local_ones() -> list[str]:
    """Where a PostgreSQL of this machine usually answers."""
    me = quote(pwd.getpwuid(os.getuid()).pw_name)
    return [
        "postgresql://postgres@127.0.0.1:5432/opencoach",
        f"postgresql://{me}@/opencoach?host=/var/run/postgresql",
        f"postgresql://{me}@127.0.0.1:5432/opencoach",
    ]


def may_make_databases(url: str) -> bool:
    import psycopg

    maintenance = url.replace("/opencoach", "/postgres", 1)
    try:
        with psycopg.connect(maintenance, connect_timeout=3) as connection:
            found = connection.execute("SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user")
            row = found.fetchone()
            return bool(row and row[0])
    except psycopg.Error:
        return False


def binaries() -> Path:
    """A folder with `initdb` and `postgres`."""
    found = installed()
    if found is None:
        from_package()
        found = installed()
    if found is None and os.geteuid() == 0 and shutil.which("apt-get"):
        env = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
        for command in (["update", "-q"], ["install", "-y", "-q", "--no-install-recommends", "postgresql"]):
            subprocess.run(["apt-get", *command], env=env, check=False, capture_output=True)
        found = installed()
    if found is None:
        raise NoPostgres(
            "no PostgreSQL: none given (OPENCOACH_TEST_DATABASE_URL), none running here, no binaries on the PATH, and "
            "neither the Python package nor Debian's could be installed"
        )
    return found


def installed() -> Path | None:
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda folder: -int(folder.parent.name))
    if on_path := shutil.which("initdb"):
        folders.insert(0, Path(on_path).resolve().parent)
    folders += sorted(PACKAGE.glob("**/bin"))
    return next((f for f in folders if (f / "initdb").exists() and (f / "postgres").exists()), None)


def from_package() -> None:
    uv = os.environ.get("OPENCOACH_UV") or shutil.which("uv")
    if uv:
        command = [uv, "pip", "install", "--quiet", "--require-hashes", "--requirement", str(LOCK)]
        subprocess.run([*command, "--target", str(PACKAGE)], check=False, capture_output=True)


@contextmanager
def private_one(binary: Path) -> Iterator[str]:
    """A server of this run's own, as an unprivileged user where we are root."""
    folder = Path(tempfile.mkdtemp(prefix="oc-pg-", dir="/tmp"))  # short: a socket's path has 107 bytes at most
    user = unprivileged()
    if user:
        shutil.chown(folder, user)
        if not readable_by(user, binary):  # a clone below /root: its folders are closed to others
            copy = folder / "pg"
            shutil.copytree(binary.parent, copy, symlinks=True)
            binary = copy / "bin"
    data = folder / "data"
    log = (folder / "log").open("wb")
    as_user = {"user": user, "group": pwd.getpwnam(user).pw_gid, "extra_groups": []} if user else {}
    made = subprocess.run(
        [binary / "initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "-N"],
        check=False, stdout=log, stderr=log, cwd="/", **as_user,  # type: ignore[call-overload]
    )  # fmt: skip
    if made.returncode:
        raise NoPostgres((folder / "log").read_text(errors="replace")[-2000:])
    options = ["-k", folder, "-c", "listen_addresses=", "-c", "fsync=off", "-c", "max_connections=200"]
    server = subprocess.Popen(
        [binary / "postgres", "-D", data, *options], stdout=log, stderr=log, cwd="/", **as_user  # type: ignore[call-overload]
    )  # fmt: skip
    try:
        wait(folder, server)
        yield f"postgresql://postgres@/opencoach?host={quote(str(folder), safe='')}"
    finally:
        server.terminate()
        server.wait(30)
        log.close()
        shutil.rmtree(folder, ignore_errors=True)


def wait(folder: Path, server: "subprocess.Popen[bytes]") -> None:
    """Until it answers."""
    import time

    import psycopg

    deadline = time.monotonic() + 30
    while True:
        try:
            psycopg.connect(host=str(folder), user="postgres", dbname="postgres", connect_timeout=3).close()
            return
        except psycopg.OperationalError as error:
            if server.poll() is not None or time.monotonic() > deadline:
                raise NoPostgres((folder / "log").read_text(errors="replace")[-2000:]) from error
            time.sleep(0.05)


def unprivileged() -> str:
    """Somebody else to run it as when we are root; "" when we are not."""
    if os.geteuid() != 0:
        return ""
    for name in UNPRIVILEGED:
        try:
            pwd.getpwnam(name)
        except KeyError:
            continue
        return name
    raise NoPostgres("PostgreSQL does not run as root, and there is no other user here")


def readable_by(user: str, binary: Path) -> bool:
    group = pwd.getpwnam(user).pw_gid
    try:
        done = subprocess.run(
            [binary / "initdb", "--version"], check=False, capture_output=True, user=user, group=group, extra_groups=[]
        )
    except OSError:
        return False
    return done.returncode == 0
