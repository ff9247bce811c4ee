"""A real IMAP server with one mailbox, in a folder of its own on a port of 127.0.0.1."""

import grp
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from imap_tools import MailBoxUnencrypted

from tests.debian import PATH
from tests.ports import free_port

MISSING = "This test needs Dovecot: apt install dovecot-imapd"
NAME, PASSWORD = "answers", "secret"
CONFIGURATION = """
base_dir = {folder}/run
state_dir = {folder}/run
log_path = {folder}/log
protocols = imap
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
default_internal_user = {inside}
default_login_user = {login}
default_internal_group = {group}
first_valid_uid = 1
first_valid_gid = 1
mail_location = maildir:{folder}/mail
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={folder}/mail
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
"""


def found() -> str:
    return shutil.which("dovecot", path=PATH) or ""


@contextmanager
def dovecot() -> Iterator[str]:
    """What OPENCOACH_MAIL_IN_URL takes, while it runs. As root it gives its right up, to Debian's users for that."""
    port, me = free_port(), pwd.getpwuid(os.getuid())
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
            password=PASSWORD,
        )  # fmt: skip
        (folder / "dovecot.conf").write_text(text)
        process = subprocess.Popen([found(), "-F", "-c", str(folder / "dovecot.conf")], cwd=folder)
        try:
            _wait(port, folder)
            yield f"imap://{NAME}:{PASSWORD}@127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait(20)


def mailbox(url: str) -> MailBoxUnencrypted:
    """The mailbox as its owner's program sees it."""
    box = MailBoxUnencrypted("127.0.0.1", int(url.rpartition(":")[2]), timeout=20)
    try:
        box.login(NAME, PASSWORD)
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
