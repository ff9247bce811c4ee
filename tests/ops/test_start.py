"""`./start` on machines that lack something: it says what, and what to type."""

import ast
import importlib.util
import os
import shutil
import subprocess
import sys
from importlib.machinery import SourceFileLoader
from pathlib import Path
from types import ModuleType

import pytest

from tests.ops.server import ROOT

SCRIPT = ROOT / "start"


@pytest.fixture
def start(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> ModuleType:
    """The script as a module, at home in an empty folder."""
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    loader = SourceFileLoader("start_script", str(SCRIPT))
    spec = importlib.util.spec_from_loader("start_script", loader)
    assert spec is not None
    module = importlib.util.module_from_spec(spec)
    loader.exec_module(module)
    module.ROOT = str(tmp_path)
    module.VENV = str(tmp_path / ".venv")
    module.TOOLS = str(tmp_path / ".venv" / "tools")
    return module


def test_an_old_python_can_read_it() -> None:
    """So that it can say that it is too old, instead of a syntax error."""
    ast.parse(SCRIPT.read_text(), feature_version=(3, 5))
    assert 'f"' not in SCRIPT.read_text()


def test_it_uses_the_standard_library_alone() -> None:
    tree = ast.parse(SCRIPT.read_text())
    names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    assert names <= set(sys.stdlib_module_names)
    assert not [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]


def test_help_says_what_can_be_typed() -> None:
    done = subprocess.run([sys.executable, str(SCRIPT), "--help"], capture_output=True, text=True, check=True)
    for word in ("--demo", "--port", "--data", "test", "check", "backup", "restore"):
        assert word in done.stdout


def test_without_a_new_enough_python_or_uv_it_says_what_to_install(start: ModuleType, tmp_path: Path) -> None:
    os.environ["PATH"], path = str(tmp_path), os.environ["PATH"]
    try:
        with pytest.raises(start.Stop, match=r"OpenCoach needs Python 3.11 or newer; this is Python 3"):
            start.find_uv("")
    finally:
        os.environ["PATH"] = path


def test_without_venv_it_says_what_to_type(start: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(start, "answers", lambda command: "")
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    with pytest.raises(start.Stop, match="sudo apt install python3-venv"):
        start.make_tools(sys.executable)


def test_without_a_network_it_says_so_and_shows_what_was_said(start: ModuleType) -> None:
    said = "import sys; print('error: dns error: failed to lookup address'); sys.exit(1)"
    with pytest.raises(start.Stop) as stopped:
        start.run([sys.executable, "-c", said], "Installing the Python packages", cwd="/")
    assert "could not be reached" in str(stopped.value)
    assert "dns error" in str(stopped.value)


def test_a_folder_of_somebody_else_is_said(start: ModuleType, tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("in the way")
    start.VENV = str(blocked / ".venv")
    with pytest.raises(start.Stop, match="This folder cannot be written"):
        start.prepare("")


def test_nothing_is_installed_again_while_the_lock_is_the_same(start: ModuleType, tmp_path: Path) -> None:
    lock = tmp_path / "lock.txt"
    lock.write_text("one==1")
    value = start.stamp_of(str(lock))
    start.put_stamp(str(tmp_path / "stamp"), value)
    assert start.is_stamped(str(tmp_path / "stamp"), start.stamp_of(str(lock)))
    lock.write_text("one==2")
    assert not start.is_stamped(str(tmp_path / "stamp"), start.stamp_of(str(lock)))


def test_folders_are_meant_from_where_one_types(
    start: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    here = str(tmp_path / "d")
    assert start.with_folders(["--data", "d", "--port", "1"]) == ["--data", here, "--port", "1"]
    assert start.with_folders(["backup", "--data=d"]) == ["backup", f"--data={here}"]


def test_the_locks_name_no_index_and_every_hash() -> None:
    for lock in (ROOT / "requirements").glob("*.txt"):
        text = lock.read_text()
        assert "://" not in text, lock.name
        pinned = [line for line in text.splitlines() if "==" in line and not line.lstrip().startswith("#")]
        assert pinned
        assert all(line.rstrip().endswith("\\") for line in pinned), lock.name


def test_it_is_executable() -> None:
    assert os.access(SCRIPT, os.X_OK)
    assert os.access(ROOT / ".ci" / "run", os.X_OK)
    assert shutil.which("bash")
