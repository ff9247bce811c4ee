import threading
from pathlib import Path

import pytest

from opencoach.lib import keystore, sealing


def test_a_key_is_made_once_and_stays(own_folder: Path) -> None:
    first = keystore.key("a.b")
    keystore._cache.clear()
    assert keystore.key("a.b") == first
    assert len(first) == 32
    assert keystore.key("a.c") != first
    assert first not in (own_folder / "keys/people/a.b").read_bytes()


def test_many_threads_get_one_key(own_folder: Path) -> None:
    found: set[bytes] = set()
    threads = [threading.Thread(target=lambda: found.add(keystore.key("a.b"))) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 1
    assert [path.name for path in (own_folder / "keys/people").iterdir()] == ["a.b"]


def test_what_a_destroyed_key_sealed_is_gone() -> None:
    sealed = sealing.seal("a.b", "here", b"words")
    assert sealing.unseal("a.b", "here", sealed) == b"words"
    assert keystore.destroy("a.b")
    assert not keystore.destroy("a.b")
    with pytest.raises(sealing.Unreadable):
        sealing.unseal("a.b", "here", sealed)
    keystore.key("a.b")  # a new one, which opens nothing old
    with pytest.raises(sealing.Unreadable):
        sealing.unseal("a.b", "here", sealed)


def test_a_key_destroyed_by_another_process_is_noticed(own_folder: Path) -> None:
    keystore.key("a.b")
    (own_folder / "keys/people/a.b").unlink()
    with pytest.raises(keystore.NoKey):
        keystore.existing("a.b")


@pytest.mark.parametrize("name", ["", "../x", "a/b", "A", "a..b", "x" * 101, "a\n"])
def test_only_plain_names(name: str) -> None:
    with pytest.raises(ValueError, match="not the name of a key"):
        keystore.key(name)


@pytest.mark.parametrize("place", ["there", "", "here "])
def test_sealed_words_open_only_where_they_stand(place: str) -> None:
    sealed = sealing.seal("a.b", "here", b"words")
    with pytest.raises(sealing.Unreadable):
        sealing.unseal("a.b", place, sealed)


@pytest.mark.parametrize("cut", [0, 1, 12, 13, 20, -1])
def test_damaged_words_are_unreadable(cut: int) -> None:
    sealed = sealing.seal("a.b", "here", b"words")
    with pytest.raises(sealing.Unreadable):
        sealing.unseal("a.b", "here", sealed[:cut])
