"""A real IMAP server in a folder of its own on a port of 127.0.0.1: with one mailbox, or (with LMTP) everybody's."""

import grp
import os
import pwd
import shutil
import smtplib
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from imap_tools import MailBoxUnencrypted

from tests.debian import PATH
from tests.ports import free_port

MISSING = "This test needs Dovecot: apt install dovecot-imapd"
NO_LMTP = "This test needs Dovecot with LMTP: apt install dovecot-imapd dovecot-lmtpd"
NAME, PASSWORD = "answers", "secret"
CONFIGURATION = """
base_dir = {folder}/run
state_dir = {folder}/run
log_path = {folder}/log
protocols = {protocols}
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
default_internal_user = {inside}
default_login_user = {login}
default_internal_group = {group}
first_valid_uid = 1
first_valid_gid = 1
mail_location = maildir:{place}
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={place} allow_all_users=yes
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service anvil {{
  chroot =
}}
service stats {{
  chroot =
}}
{more}
"""
LMTP = """
service lmtp {{
  inet_listener lmtp {{
    address = 127.0.0.1
    port = {port}
  }}
}}
protocol lmtp {{
  postmaster_address = postmaster@localhost
}}
"""


@dataclass(frozen=True, slots=True)
class Houses:
    """Everybody's mailboxes, one for each address (without what follows a +)."""

    imap: int
    lmtp: int

    def url(self, address: str) -> str:
        """What OPENCOACH_MAIL_IN_URL takes, to look into the mailbox of that address."""
        return f"imap://{quote(address, safe='')}:{PASSWORD}@127.0.0.1:{self.imap}"

    def box(self, address: str) -> MailBoxUnencrypted:
        """A mailbox as its owner's program sees it."""
        return _login(self.imap, address)

    def put(self, raw: bytes, to: str, sender: str) -> None:
        """As the mail server of their domain hands a mail over. Raises SMTPException."""
        with smtplib.LMTP("127.0.0.1", self.lmtp) as line:
            line.sendmail(sender, [to], raw)


def found() -> str:
    return shutil.which("dovecot", path=PATH) or ""


def takes_lmtp() -> bool:
    return bool(found() and shutil.which("lmtp", path=PATH))


@contextmanager
def dovecot() -> Iterator[str]:
    """What OPENCOACH_MAIL_IN_URL takes, while it runs."""
    port = free_port()
    with _running(port, "imap", "mail"):
        yield f"imap://{NAME}:{PASSWORD}@127.0.0.1:{port}"


@contextmanager
def houses() -> Iterator[Houses]:
    """Mailboxes for whoever gets a mail, while it runs."""
    made = Houses(free_port(), free_port())
    with _running(made.imap, "imap lmtp", "mail/%u", LMTP.format(port=made.lmtp)):
        yield made


@contextmanager
def _running(port: int, protocols: str, place: str, more: str = "") -> Iterator[None]:
    """As root it gives its right up, to Debian's users for that."""
    me = pwd.getpwuid(os.getuid())
    inside, login = ("dovecot", "dovenull") if me.pw_uid == 0 else (me.pw_name, me.pw_name)
    group = grp.getgrgid(pwd.getpwnam(inside).pw_gid).gr_name
    with tempfile.TemporaryDirectory(prefix="imap-") as name:
        folder = Path(name)
        folder.chmod(0o755)  # its processes are other people
        (folder / "run").mkdir()
        (folder / "mail").mkdir()
        owner = pwd.getpwnam("nobody") if me.pw_uid == 0 else me  # it keeps no mail of root's
        os.chown(folder / "mail", owner.pw_uid, owner.pw_gid)
        text = CONFIGURATION.format(
            folder=folder, port=port, inside=inside, login=login, group=group, uid=owner.pw_uid, gid=owner.pw_gid,
            password=PASSWORD, protocols=protocols, place=folder / place, more=more,
        )  # fmt: skip
        (folder / "dovecot.conf").write_text(text)
        process = subprocess.Popen([found(), "-F", "-c", str(folder / "dovecot.conf")], cwd=folder)
        try:
            _wait(port, folder)
            yield
        finally:
            process.terminate()
            process.wait(20)


def mailbox(url: str) -> MailBoxUnencrypted:
    """The mailbox as its owner's program sees it."""
    return _login(int(url.rpartition(":")[2]), NAME)


def _login(port: int, name: str) -> MailBoxUnencrypted:
    box = MailBoxUnencrypted("127.0.0.1", port, timeout=20)
    try:
        box.login(name, PASSWORD)
    except Exception:
        box.client.shutdown()
        raise
    return box


def _wait(port: int, folder: Path) -> None:
    until = time.monotonic() + 30
    while time.monotonic() < until:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            with mailbox(f":{port}"):
                return
        except Exception:
            time.sleep(0.1)
    log = folder / "log"
    raise AssertionError(log.read_text() if log.exists() else "Dovecot does not answer")
