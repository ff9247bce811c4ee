"""What `uvx opencoach` runs: the wheel alone, in an environment of its own, without Node and without a clone."""

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.ops.server import ROOT, environment, get

UV = shutil.which("uv") or str(ROOT / ".venv" / "tools" / "bin" / "uv")
BUILT = ROOT / "opencoach" / "static" / "build"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if not Path(UV).exists():
        pytest.skip("uv is not installed here")
    if not BUILT.is_dir():
        pytest.skip("the front end is not built: ./start builds it")
    folder = tmp_path_factory.mktemp("wheel")
    done = subprocess.run(
        [UV, "build", "--quiet", "--wheel", "--python", sys.executable, "--out-dir", str(folder), str(ROOT)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    [made] = folder.glob("*.whl")
    return made


def test_it_carries_the_front_end_the_templates_and_the_migrations(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    built = {f"opencoach/static/build/{path.relative_to(BUILT).as_posix()}" for path in BUILT.rglob("*.*")}
    assert built
    assert built <= names
    assert {"opencoach/templates/base.html", "opencoach/people/migrations/0001_initial.py"} <= names


def test_it_carries_nothing_else(wheel: Path) -> None:
    tops = {name.split("/")[0] for name in zipfile.ZipFile(wheel).namelist()}
    assert {top.split("-")[0] for top in tops} == {"opencoach"}


def test_it_serves_the_first_page(wheel: Path, tmp_path: Path) -> None:
    """The dependencies are those of this environment; the package is the wheel's."""
    place = tmp_path / "place"
    done = subprocess.run(
        [UV, "pip", "install", "--quiet", "--no-deps", "--python", sys.executable, "--target", str(place), str(wheel)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    log = tmp_path / "log"
    with log.open("wb") as output:
        running = subprocess.Popen(
            [sys.executable, str(place / "bin" / "opencoach"), "--port", "0", "--data", str(tmp_path / "data")],
            env={**environment(PATH="/nowhere"), "PYTHONPATH": str(place)},
            cwd=tmp_path, stdout=output, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL,
        )  # fmt: skip
    try:
        url = first_line(log, running)
        status, page = get(f"{url}/account/login/")
        assert status == 200
        sheet = page.split('rel="stylesheet" href="')[1].split('"')[0]
        assert get(url + sheet)[0] == 200
        assert ".css" in sheet
        assert str(place) in subprocess.run(
            [sys.executable, "-c", "import opencoach; print(opencoach.__file__)"],
            env={**environment(), "PYTHONPATH": str(place)}, cwd=tmp_path, capture_output=True, text=True, check=True,
        ).stdout  # fmt: skip
    finally:
        running.terminate()
        running.wait(30)


def first_line(log: Path, running: "subprocess.Popen[bytes]") -> str:
    from tests.ops.server import until

    until(lambda: "runs at" in log.read_text() or running.poll() is not None, 180)
    said = log.read_text()
    assert "runs at" in said, said
    return said.split("runs at ")[1].split()[0]
