import random
from pathlib import Path

import pytest

from opencoach.lib import keystore, sealed_file
from opencoach.lib.sealed_file import CHUNK, SealedFile
from opencoach.lib.sealing import Unreadable

SIZES = [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 3 * CHUNK + 7]


def made(path: Path, size: int) -> tuple[SealedFile, bytes]:
    content = random.Random(size).randbytes(size)
    parts = [content[start : start + 10_000] for start in range(0, size, 10_000)]
    assert sealed_file.write("a.b", "place", path, parts) == size
    return SealedFile("a.b", "place", path), content


@pytest.mark.parametrize("size", SIZES)
def test_what_is_written_is_read(tmp_path: Path, size: int) -> None:
    file, content = made(tmp_path / "x", size)
    assert file.size == size
    assert b"".join(file.read()) == content
    assert size < CHUNK - 1 or content[:64] not in (tmp_path / "x").read_bytes()  # one byte may stand there by chance


@pytest.mark.parametrize("size", SIZES[1:])
def test_any_part_is_read_alone(tmp_path: Path, size: int) -> None:
    file, content = made(tmp_path / "x", size)
    rng = random.Random(7)
    for _ in range(40):
        start, stop = sorted(rng.randrange(size + 2) for _ in range(2))
        assert b"".join(file.read(start, stop)) == content[start:stop]


def test_nothing_can_be_cut_off_or_moved(tmp_path: Path) -> None:
    file, _content = made(tmp_path / "x", 2 * CHUNK)
    whole = file.path.read_bytes()
    sealed = CHUNK + sealed_file.TAG
    head = sealed_file.HEAD
    swapped = whole[:head] + whole[head + sealed :] + whole[head : head + sealed]
    for damaged in (whole[: head + sealed], whole[:-1], swapped, whole[:40] + b"\0" + whole[41:], b"", whole[:10]):
        file.path.write_bytes(damaged)
        with pytest.raises(Unreadable):
            list(file.read())


def test_elsewhere_and_with_another_key_it_is_unreadable(tmp_path: Path) -> None:
    file, _content = made(tmp_path / "x", 100)
    keystore.key("other")
    for other in (SealedFile("a.b", "elsewhere", file.path), SealedFile("other", "place", file.path)):
        with pytest.raises(Unreadable):
            list(other.read())
    keystore.destroy("a.b")
    with pytest.raises(Unreadable):
        list(file.read())


def test_a_failed_upload_leaves_nothing(tmp_path: Path) -> None:
    def parts():  # type: ignore[no-untyped-def]
        yield b"x" * CHUNK * 2
        raise OSError("the line is cut")

    with pytest.raises(OSError, match="cut"):
        sealed_file.write("a.b", "place", tmp_path / "x", parts())
    assert list(tmp_path.iterdir()) == []
