"""What a newcomer may rely on: short files, telling names, nothing of anybody's machine."""

import re

import pytest

from opencoach.config.env import PREFIX, Env
from tests.architecture.tree import PACKAGE, ROOT, ending, files, name

LONGEST = 400
VAGUE = {"utils", "helpers", "common", "manager", "managers", "misc", "util", "helper", "base_utils"}
TEXTS = (".py", ".html", ".ts", ".css", ".md", ".toml", ".mjs", ".yaml", ".yml", ".txt", ".json", ".sh", ".svg")


def test_no_file_is_longer_than_one_can_read() -> None:
    sources = [path for path in ending(".py", ".html", ".ts", ".css", ".mjs") if "migrations" not in path.parts]
    long = {name(path): count for path in sources if (count := len(path.read_text("utf-8").splitlines())) > LONGEST}
    assert long == {}


def test_no_module_has_a_name_for_anything() -> None:
    assert [name(path) for path in ending(".py", ".ts") if {path.stem, path.parent.name} & VAGUE] == []


def test_files_are_text_in_utf8_with_unix_lines() -> None:
    for path in ending(*TEXTS):
        assert b"\r\n" not in path.read_bytes(), name(path)
        path.read_text("utf-8")


HOSTS = re.compile("|".join(("registry" + r"\.npmjs\.org", "pypi" + r"\.org/simple", "files" + r"\.pythonhosted\.org")))
MACHINE = re.compile(
    "|".join(("(?<![A-Za-z0-9_.~-])/" + r"root/[a-z.]", "/" + r"work/(?:wt|main|shared)\b", "/" + "home/[a-z]+/"))
)


def test_nothing_of_a_machine_or_a_registry_is_kept() -> None:
    found = {
        f"{name(path)}: {line.strip()[:80]}"
        for path in ending(*TEXTS)
        for line in path.read_text("utf-8").splitlines()
        if HOSTS.search(line) or MACHINE.search(line)
    }
    assert found == set()


def test_no_private_key_or_password_file_is_kept() -> None:
    names = {".env", "id_rsa", "id_ed25519", "secret", "master"}
    assert [name(path) for path in files() if path.name in names or path.suffix in {".pem", ".key", ".sqlite3"}] == []


@pytest.mark.parametrize("setting", sorted(Env.model_fields))
def test_every_setting_stands_in_the_papers(setting: str) -> None:
    papers = "\n".join(path.read_text("utf-8") for path in ending(".md", below=ROOT / "docs"))
    assert f"{PREFIX}{setting.upper()}" in papers


def test_the_papers_name_no_setting_that_there_is_not() -> None:
    known = {f"{PREFIX}{field.upper()}" for field in Env.model_fields}
    papers = "\n".join(path.read_text("utf-8") for path in ending(".md"))
    named = set(re.findall(rf"{PREFIX}[A-Z_]*[A-Z]", papers))
    assert {one for one in named if one.removesuffix("_FILE") not in known} == set()


def test_tests_stand_where_the_package_stands() -> None:
    apps = {path.parent.name for path in PACKAGE.glob("*/__init__.py")}
    own = {"access", "architecture", "e2e", "frontend", "ops", "docs", "benchmarks"}
    folders = {
        path.parent.relative_to(ROOT / "tests").parts[0]
        for path in ending(".py", below=ROOT / "tests")
        if path.parent.name != "tests"
    }
    assert folders - apps - own == set()


def test_relative_links_of_the_papers_lead_somewhere() -> None:
    dead = []
    for path in ending(".md"):
        if path.is_relative_to(PACKAGE):
            continue
        for link in re.findall(r"\]\(([^)\s]+)\)", path.read_text("utf-8")):
            target = link.partition("#")[0]
            if target and "://" not in link and not link.startswith("mailto:") and not (path.parent / target).exists():
                dead.append(f"{name(path)} → {link}")
    assert dead == []
