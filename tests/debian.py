"""What the tests need of Debian's packages, installed for root where it is missing. Elsewhere those tests are skipped,
and say what to install."""

import os
import shutil
import subprocess

# A program and its package. Servers only on a machine of nobody's: their packages start them.
PROGRAMS = {"pg_dump": "postgresql-client", "faketime": "faketime", "swaks": "swaks"}
SERVERS = {"caddy": "caddy", "nginx": "nginx-light", "dovecot": "dovecot-imapd", "lmtp": "dovecot-lmtpd"}
RELAY = {"turnserver": "coturn"}  # for calls
GATEWAY = {"bearerbox": "kannel", "/usr/lib/kannel/test/fakesmsc": "kannel-extras"}  # for text messages
CALENDARS = {"khal": "khal", "vdirsyncer": "vdirsyncer"}  # with thirty packages behind them: on such machines, too
LIBRARIES = {"libatomic.so.1": "libatomic1"}  # of Playwright's driver
PATH = f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin:/usr/lib/dovecot"


def can_install() -> bool:
    return os.geteuid() == 0 and shutil.which("apt-get") is not None


def install_missing() -> None:
    """Everything that is missing, with one call of apt-get."""
    if can_install() and (packages := missing()):
        install(packages)


def missing() -> list[str]:
    wanted = {**PROGRAMS, **({**SERVERS, **CALENDARS, **GATEWAY, **RELAY} if os.environ.get("CI") else {})}
    packages = [package for program, package in wanted.items() if not shutil.which(program, path=PATH)]
    known = subprocess.run(["/sbin/ldconfig", "-p"], check=False, capture_output=True, text=True).stdout
    return packages + [package for library, package in LIBRARIES.items() if library not in known]


def install(packages: list[str]) -> None:
    print(f"Installing {', '.join(packages)} for the tests ...", flush=True)
    env = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
    for command in (["update", "-q"], ["install", "-y", "-q", "--no-install-recommends", *packages]):
        subprocess.run(["apt-get", *command], env=env, check=False, capture_output=True)
