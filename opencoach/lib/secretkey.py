"""The installation's secrets: given by the environment, or made once and kept in the data folder."""

import os
import secrets
from collections.abc import Callable
from pathlib import Path


def secret_key(given: str, data: Path) -> str:
    """`given`, or the one in `data/keys/secret` (made at the first start, mode 0600; two processes get the same)."""
    if given:
        return given
    return kept(data / "keys" / "secret", lambda: secrets.token_urlsafe(48))


def kept(path: Path, make: Callable[[], str]) -> str:
    """What stands in that file (ASCII, mode 0600); `make` says it where there is none. Two processes get the same."""
    try:
        return path.read_text(encoding="ascii").strip()
    except FileNotFoundError:
        pass
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(make())
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, path)  # whoever comes second keeps the first one's
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    return path.read_text(encoding="ascii").strip()
