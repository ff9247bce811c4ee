"""A backup is whole, kept apart from the keys, and comes back byte for byte."""

import hashlib
import json
import threading
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection

from opencoach.config import backup
from opencoach.config.backup.database import program
from opencoach.people.models import Practice

pytestmark = [pytest.mark.both_databases, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _client_programs() -> None:
    """On PostgreSQL a backup is pg_dump's: without it there is nothing to test."""
    if connection.vendor == "postgresql":
        try:
            program("pg_dump")
        except backup.BackupError as error:
            pytest.skip(str(error))


def put(name: str, content: bytes) -> Path:
    path = Path(settings.MEDIA_ROOT) / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def key(name: str, content: bytes = b"k" * 32) -> Path:
    path = Path(settings.KEYS_ROOT) / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def hashes(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_what_is_restored_equals_what_was_backed_up() -> None:
    Practice.objects.create(name="Harbour", slug="harbour")
    put("a/one", b"\x00\xffsealed" * 5000)
    put("two", b"")
    before = hashes(Path(settings.MEDIA_ROOT))
    made = backup.make()
    assert backup.verify(made) == []

    Practice.objects.update(name="Changed")
    Practice.objects.create(name="Later", slug="later")
    put("a/one", b"changed")
    put("three", b"new")
    restored = backup.restore(made)

    assert list(Practice.objects.values_list("name", flat=True)) == ["Harbour"]
    assert hashes(Path(settings.MEDIA_ROOT)) == before
    assert restored.files == 2


def test_the_state_before_a_restore_is_kept() -> None:
    Practice.objects.create(name="First", slug="first")
    made = backup.make()
    Practice.objects.update(name="Second")
    restored = backup.restore(made)
    assert restored.before is not None
    backup.restore(restored.before)
    assert Practice.objects.get().name == "Second"


def test_an_unchanged_file_is_stored_once() -> None:
    put("big", b"x" * 100_000)
    first = backup.make()
    put("small", b"y")
    backup.make()
    assert len(hashes(first.parent / "files")) == 2


def test_a_destroyed_key_is_in_no_backup_once_the_next_one_is_made() -> None:
    destroyed = key("participants/7", b"SECRET-OF-SEVEN-SECRET-OF-SEVEN!")
    key("participants/8", b"SECRET-OF-EIGHT-SECRET-OF-EIGHT!")
    root = backup.make().parent
    assert (root / "keys/participants/7").exists()
    destroyed.unlink()
    backup.make()
    everything = b"".join(path.read_bytes() for path in root.rglob("*") if path.is_file())
    assert b"SECRET-OF-SEVEN" not in everything
    assert b"SECRET-OF-EIGHT" in everything


def test_restoring_does_not_bring_a_destroyed_key_back() -> None:
    destroyed = key("participants/7")
    key("participants/8")
    made = backup.make()
    destroyed.unlink()
    backup.restore(made)
    assert not destroyed.exists()


def test_a_new_machine_gets_the_keys(own_folder: Path, tmp_path: Path, settings: Any) -> None:
    key("participants/7")
    key("secret", b"the first machine's")
    made = backup.make(tmp_path / "elsewhere")
    settings.KEYS_ROOT = own_folder / "new-machine"
    key("secret", b"made by the first start there")
    assert backup.restore(made).keys == 2
    assert (settings.KEYS_ROOT / "participants/7").read_bytes() == b"k" * 32
    assert (settings.KEYS_ROOT / "secret").read_bytes() == b"the first machine's"


@pytest.mark.parametrize("what", ["database", "file", "gone"])
def test_a_damaged_backup_changes_nothing(what: str) -> None:
    Practice.objects.create(name="Harbour", slug="harbour")
    put("one", b"sealed")
    made = backup.make()
    target = next(made.glob("database.*")) if what == "database" else next((made.parent / "files").glob("*/*"))
    if what == "gone":
        target.unlink()
    else:
        content = bytearray(target.read_bytes())
        content[len(content) // 2] ^= 1
        target.write_bytes(content)
    Practice.objects.update(name="Present")
    with pytest.raises(backup.BackupError, match="damaged"):
        backup.restore(made)
    assert Practice.objects.get().name == "Present"


def test_a_folder_without_a_manifest_is_no_backup(tmp_path: Path) -> None:
    with pytest.raises(backup.BackupError, match="is not a backup"):
        backup.restore(tmp_path)


def test_a_backup_of_the_other_database_is_refused() -> None:
    made = backup.make()
    said = json.loads((made / "manifest.json").read_text())
    other = {"sqlite": "postgresql", "postgresql": "sqlite"}[said["engine"]]
    (made / "manifest.json").write_text(json.dumps(said | {"engine": other}))
    Practice.objects.create(name="Present", slug="present")
    with pytest.raises(backup.BackupError):
        backup.restore(made)
    assert Practice.objects.get().name == "Present"


def test_only_the_latest_are_kept_where_that_is_asked_for() -> None:
    old = put("only-in-the-first", b"old")
    first = backup.make()
    old.unlink()
    put("still", b"new")
    backup.make()
    last = backup.make(keep=2)
    assert not first.exists()
    assert backup.latest(last.parent) == last
    assert list(hashes(last.parent / "files").values()) == [hashlib.sha256(b"new").hexdigest()]


def test_people_go_on_writing_while_a_backup_is_made() -> None:
    """Every backup made meanwhile holds a whole, consistent database, and nobody's write fails."""
    stop, failed = threading.Event(), []

    def write() -> None:
        number = 0
        try:
            while not stop.is_set():
                Practice.objects.create(name=f"{number}", slug=f"p-{number}")
                number += 1
        except Exception as error:
            failed.append(error)
        finally:
            connection.close()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        made = [backup.make() for _ in range(3)]
    finally:
        stop.set()
        writer.join()
    assert failed == []
    assert [backup.verify(folder) for folder in made] == [[], [], []]
    backup.restore(made[1])
    slugs = set(Practice.objects.values_list("slug", flat=True))
    assert slugs == {f"p-{number}" for number in range(len(slugs))}
