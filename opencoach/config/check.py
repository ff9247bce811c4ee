"""`check`: in plain words, what this installation still lacks. A finding is a sentence, with its remedy."""

import ctypes
import datetime as dt
import os
import shutil
import socket
import stat
import sys
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from django.conf import settings
from django.core import checks
from django.db import connection
from django.utils import timezone

from opencoach.config import backup, modern_sqlite
from opencoach.config.env import PREFIX, Env
from opencoach.config.migrate import pending

Level = Literal["good", "lacking", "broken"]
MARKS: dict[Level, str] = {"good": "ok     ", "lacking": "lacking", "broken": "BROKEN "}
GIB = 1024**3
OLDEST_POSTGRESQL = 140_000
UNSYNCHRONISED = 5  # adjtimex(2): TIME_ERROR


@dataclass(frozen=True, slots=True)
class Finding:
    """`good`; `lacking` (it runs, and something is missing); or `broken` (it does not run, or not soundly)."""

    level: Level
    text: str

    @property
    def mark(self) -> str:
        return MARKS[self.level]


def good(text: str) -> Finding:
    return Finding("good", text)


def lacking(text: str) -> Finding:
    return Finding("lacking", text)


def broken(text: str) -> Finding:
    return Finding("broken", text)


def everything(*, mail_to: str = "") -> list[Finding]:
    """All findings, in the order in which somebody would mend them. With `mail_to` a test mail is sent there."""
    from opencoach.config import check_mail

    found = []
    for one in (
        data_folder, database, sqlite, system, front_end, public_address, proxies, unknown, debug, secret,
        mail, check_mail.sender, check_mail.webhooks, texts, calls, worker, overdue, backups, clock,
    ):  # fmt: skip
        found += guarded(one)
    if mail_to:
        found += guarded(lambda: test_mail(mail_to))
    return found


def guarded(one: Callable[[], Iterator[Finding]]) -> list[Finding]:
    try:
        return list(one())
    except Exception as error:
        name = getattr(one, "__name__", "check").replace("_", " ")
        return [broken(f"The check of “{name}” failed: {type(error).__name__}: {str(error)[:300]}")]


def data_folder() -> Iterator[Finding]:
    usage = shutil.disk_usage(settings.DATA)
    words = f"{usage.free / GIB:.1f} GiB free in {settings.DATA}."
    if usage.free < GIB / 5:
        yield broken(f"The disk is nearly full: {words} Make room before anything is lost.")
    elif usage.free < 2 * GIB:
        yield lacking(f"The disk is filling up: {words}")
    else:
        yield good(words)
    if Path(settings.DATA).stat().st_mode & (stat.S_IROTH | stat.S_IXOTH):
        yield lacking(f"Other users of this machine can look into the data folder: chmod 700 {settings.DATA}")


def database() -> Iterator[Finding]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    if connection.vendor == "postgresql":
        version = int(getattr(connection, "pg_version", 0))
        if version < OLDEST_POSTGRESQL:
            yield broken("PostgreSQL is older than 14: bring the server up to a version that is still supported.")
        else:
            yield good(f"PostgreSQL {version // 10_000} answers.")
    if names := pending():
        yield lacking(f"{len(names)} migrations are to be applied; the next start does that, after a backup.")


def sqlite() -> Iterator[Finding]:
    if connection.vendor != "sqlite":
        return
    version = ".".join(str(number) for number in modern_sqlite.version())
    if modern_sqlite.is_sound():
        yield good(f"SQLite {version}.")
    else:
        yield lacking(
            f"SQLite {version} has a bug that can damage a database in rare cases (WAL reset, mended in 3.51.3), and "
            "there is no newer one for this machine among the Python packages. Make backups often, or use PostgreSQL: "
            "OPENCOACH_DATABASE_URL=postgresql://…"
        )


def system() -> Iterator[Finding]:
    for message in checks.run_checks():
        if message.level >= checks.ERROR:
            yield broken(str(message.msg))


def front_end() -> Iterator[Finding]:
    if not (settings.PACKAGE / "static" / "build").is_dir():
        yield lacking("The front end is not built. ./start builds it; a wheel brings it along.")


def public_address() -> Iterator[Finding]:
    url = settings.PUBLIC_URL
    if not settings.HAS_PUBLIC_URL:
        yield lacking(
            "No public address: links in invitations open on this machine only. Put a proxy with HTTPS before "
            "OpenCoach and set OPENCOACH_URL=https://coach.example (docs/admin/proxy.md)."
        )
        return
    if not settings.HTTPS:
        yield lacking(f"{url} is not encrypted: what people write can be read on the way, and passkeys don't work.")
    try:
        with urllib.request.urlopen(f"{url}/healthz", timeout=8) as answer:  # noqa: S310 (http or https: env.py)
            answer.read(16)
        yield good(f"{url} answers.")
    except urllib.error.HTTPError as error:
        yield lacking(f"{url}/healthz answers with {error.code}: does the proxy lead here, and is OpenCoach running?")
    except (OSError, ValueError) as error:
        yield lacking(f"{url} could not be reached from here ({error}): is the name set up, and the proxy running?")


def proxies() -> Iterator[Finding]:
    if settings.HTTPS and not settings.ENV.trusted_proxies:
        yield lacking(
            "The public address is https, and no proxy is trusted: every visitor seems to come from the proxy, and "
            "limits hit all of them at once. Set OPENCOACH_TRUSTED_PROXIES=1."
        )
    elif settings.ENV.trusted_proxies and settings.ENV.host not in {"127.0.0.1", "::1", "localhost"}:
        yield lacking(
            f"OpenCoach listens on {settings.ENV.host} and trusts what a proxy says about visitors: see that only the "
            "proxy can reach this port."
        )


def unknown() -> Iterator[Finding]:
    ours = {f"{PREFIX}{name.upper()}{end}" for name in Env.model_fields for end in ("", "_FILE")} | {
        "OPENCOACH_COMMAND",
        "OPENCOACH_UV",
    }
    for name in sorted(name for name in os.environ if name.startswith(PREFIX)):
        if name not in ours and not name.startswith(("OPENCOACH_TEST_", "OPENCOACH_CHROMIUM", "OPENCOACH_DOMAIN")):
            yield lacking(f"{name} is set, but there is no such setting (docs/admin/settings.md).")


def debug() -> Iterator[Finding]:
    if settings.DEBUG:
        yield broken("OPENCOACH_DEBUG is on: error pages show the inside of the program. Remove it.")


def secret() -> Iterator[Finding]:
    if settings.ENV.secret_key:
        if len(settings.ENV.secret_key) < 32:
            yield broken("OPENCOACH_SECRET_KEY is too short: 32 characters or more, made by chance.")
        return
    path = Path(settings.KEYS_ROOT) / "secret"
    if path.exists() and path.stat().st_mode & 0o077:
        yield broken(f"Others can read the secret of this installation: chmod 600 {path}")


def mail() -> Iterator[Finding]:
    if settings.DEMO:
        return
    if not settings.MAIL_URL:
        yield lacking(
            "No mail server: invitations and sign-in codes wait in Settings → Deliveries. Set OPENCOACH_MAIL_URL and "
            "OPENCOACH_MAIL_FROM (docs/admin/install.md)."
        )
    elif not settings.ENV.mail_from:
        yield lacking("No sender address: set OPENCOACH_MAIL_FROM, in a domain that the mail server may send for.")
    else:
        yield good("A mail server is set. Try it: check --mail-to you@example.org")


def texts() -> Iterator[Finding]:
    from opencoach.outbox.transports import transports
    from opencoach.outbox.transports.sms import addresses, is_demo

    transport = transports["sms"]
    if is_demo() or not transport.is_wanted():
        return
    if problem := transport.problem():
        yield broken(problem)
        return
    yield good(f"A text gateway is set. Texts come in at {addresses.incoming()} (docs/admin/texts.md; keep it secret).")
    if not settings.TEXT_PRICE:
        yield lacking("Nobody sees what texts cost: set OPENCOACH_TEXT_PRICE, such as EUR 0.075.")


def calls() -> Iterator[Finding]:
    from opencoach.config import check_turn

    env = settings.ENV
    if settings.HAS_PUBLIC_URL and not settings.HTTPS:
        yield broken(
            "Browsers give no camera and no microphone to an address without https: set one up (docs/admin/proxy.md)."
        )
    if not env.turn:
        yield lacking(
            "No relay for calls: where two networks let nothing through there is no video (docs/admin/video.md)."
        )
    elif not env.turn_secret:
        yield broken("OPENCOACH_TURN is set without OPENCOACH_TURN_SECRET: set it to the relay’s static-auth-secret.")
    else:
        yield from ((good if works else broken)(words) for works, words in check_turn.findings(env))
    if env.turn_only and not (env.turn and env.turn_secret):
        yield broken("OPENCOACH_TURN_ONLY is set, and there is no relay: no call will come about.")


def test_mail(to: str) -> Iterator[Finding]:
    from opencoach.config.testmail import send

    yield from (broken(text) if failed else good(text) for failed, text in send(to))


def worker() -> Iterator[Finding]:
    from opencoach.outbox.wake import socket_path

    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(str(socket_path()))
        except OSError:
            yield lacking("No worker runs on this machine now: without one nothing is sent. ./start brings one along.")
        else:
            yield good("The worker runs.")


def overdue() -> Iterator[Finding]:
    from opencoach.outbox.models import Delivery

    if pending():
        return  # its table may not be there yet
    limit = timezone.now() - dt.timedelta(minutes=10)
    late = Delivery.objects.filter(state__in=Delivery.UNFINISHED, due_at__lt=limit).count()
    if late:
        yield lacking(f"{late} deliveries are more than 10 minutes late: see Settings → Deliveries for the reasons.")


def backups() -> Iterator[Finding]:
    folder = backup.latest(settings.DATA / "backups")
    if folder is None:
        yield lacking("There is no backup yet: make one every day (docs/admin/backup.md).")
        return
    made = dt.datetime.strptime(folder.name[:18], "%Y-%m-%dT%H%M%SZ").replace(tzinfo=dt.UTC)
    days = (timezone.now() - made).days
    if days >= 2:
        yield lacking(f"The latest backup is {days} days old: make one every day (docs/admin/backup.md).")
    else:
        yield good(f"The latest backup is {folder.name}.")


def clock() -> Iterator[Finding]:
    """Reminders and sign-in codes depend on it."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT clock_timestamp()")
            [[theirs]] = cursor.fetchall()
        seconds = abs((theirs - timezone.now()).total_seconds())
        if seconds > 5:
            yield lacking(f"This machine's clock and the database's differ by {seconds:.0f} seconds.")
    if sys.platform == "linux":
        state = ctypes.CDLL(None).adjtimex(ctypes.create_string_buffer(512))
        if state == UNSYNCHRONISED:
            yield lacking("The clock of this machine is not kept right by a time server (systemd-timesyncd, chrony).")
