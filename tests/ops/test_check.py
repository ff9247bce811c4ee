"""What `check` tells an operator."""

import stat
from pathlib import Path
from typing import Any

import pytest

from opencoach.config import backup, check
from tests.smtp import SmtpServer

pytestmark = pytest.mark.django_db(transaction=True)


def texts(one: Any) -> str:
    return "\n".join(f"{finding.level}: {finding.text}" for finding in one())


def test_without_a_public_address_links_open_here_only(settings: Any) -> None:
    settings.HAS_PUBLIC_URL = False
    assert "lacking: No public address" in texts(check.public_address)


def test_a_public_address_that_does_not_answer_is_said(settings: Any) -> None:
    settings.HAS_PUBLIC_URL, settings.HTTPS, settings.PUBLIC_URL = True, True, "https://127.0.0.1:1"
    assert "could not be reached from here" in texts(check.public_address)


def test_https_without_a_trusted_proxy_is_said(settings: Any) -> None:
    settings.HTTPS = True
    assert "OPENCOACH_TRUSTED_PROXIES=1" in texts(check.proxies)


def test_a_secret_that_others_can_read_is_broken(own_folder: Path) -> None:
    path = own_folder / "keys" / "secret"
    path.parent.mkdir()
    path.write_text("x")
    path.chmod(0o644)
    assert "broken: Others can read the secret" in texts(check.secret)
    path.chmod(stat.S_IRUSR | stat.S_IWUSR)
    assert texts(check.secret) == ""


def test_a_misspelt_setting_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENCOACH_MAILURL", "smtp://x")
    assert texts(check.unknown) == (
        "lacking: OPENCOACH_MAILURL is set, but there is no such setting (docs/admin/settings.md)."
    )


def test_no_backup_then_one() -> None:
    assert "There is no backup yet" in texts(check.backups)
    made = backup.make()
    assert texts(check.backups) == f"good: The latest backup is {made.name}."


def test_no_worker_is_said() -> None:
    assert "No worker runs" in texts(check.worker)


def test_a_check_that_fails_is_a_finding_and_no_crash() -> None:
    def explode() -> Any:
        raise RuntimeError("the disk is on fire")

    [finding] = check.guarded(explode)
    assert finding.level == "broken"
    assert "the disk is on fire" in finding.text


def test_the_database_in_use_is_sound() -> None:
    assert "good" in texts(check.sqlite) + texts(check.database)


def test_a_test_mail_arrives(settings: Any, smtp_server: SmtpServer) -> None:
    settings.MAIL_URL = smtp_server.url
    assert "took a test mail" in texts(lambda: check.test_mail("coach@practice.example"))
    [mail] = smtp_server.wait_for("coach@practice.example")
    assert mail["Subject"] == "Mail from OpenCoach arrives"


def test_a_refused_test_mail_says_why(settings: Any, smtp_server: SmtpServer) -> None:
    settings.MAIL_URL = smtp_server.url
    smtp_server.replies["coach@practice.example"] = "550 5.1.1 No such person here"
    said = texts(lambda: check.test_mail("coach@practice.example"))
    assert said.startswith("broken: The test mail")
    assert "550 5.1.1 No such person here" in said
