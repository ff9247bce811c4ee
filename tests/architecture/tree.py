"""The repository as a list of files, and the layers that pyproject.toml declares."""

import re
import subprocess
import tomllib
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PACKAGE = ROOT / "opencoach"
GENERATED = {"package-lock.json"}


@cache
def files() -> tuple[Path, ...]:
    """Every file that git keeps, or would keep."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    found = (ROOT / name for name in listed.stdout.splitlines())
    return tuple(path for path in found if path.is_file() and path.name not in GENERATED)


def ending(*suffixes: str, below: Path = ROOT) -> list[Path]:
    return [path for path in files() if path.suffix in suffixes and path.is_relative_to(below)]


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


@cache
def layers() -> dict[str, int]:
    """App → its height; siblings that don't know each other have one."""
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    lines = declared["tool"]["importlinter"]["contracts"][0]["layers"]
    heights = {}
    for height, line in enumerate(reversed(lines)):
        for app in re.findall(r"\w+", line):
            heights[app] = height
    return heights
