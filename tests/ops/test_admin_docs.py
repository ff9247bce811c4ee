"""The documentation for operators says what the program does."""

import re

import pytest

from opencoach import cli
from opencoach.config.env import PREFIX, ConfigurationError, Env, read
from tests.ops.server import ROOT

ADMIN = ROOT / "docs" / "admin"


def test_every_setting_is_in_the_reference_with_its_default() -> None:
    rows = re.findall(r"^\| `(OPENCOACH_\w+)` \| (?:`([^`]*)`)? ?\|", (ADMIN / "settings.md").read_text(), re.MULTILINE)
    defaults = {
        f"{PREFIX}{name.upper()}": str(field.default).lower() if isinstance(field.default, bool) else str(field.default)
        for name, field in Env.model_fields.items()
    }
    assert dict(rows) == defaults


def test_no_page_names_a_setting_that_there_is_not() -> None:
    named = {f"{PREFIX}{name.upper()}" for name in Env.model_fields}
    known = named | {f"{name}_FILE" for name in named}  # each may be a file
    for page in ADMIN.glob("*.md"):
        assert set(re.findall(r"OPENCOACH_[A-Z_]+", page.read_text())) <= known, page.name


def test_every_link_leads_somewhere() -> None:
    for page in ADMIN.glob("*.md"):
        for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text()):
            assert (page.parent / target).exists(), f"{page.name}: {target}"


def test_every_command_is_told() -> None:
    text = "\n".join(page.read_text() for page in ADMIN.glob("*.md"))
    for command in cli.COMMANDS:
        assert re.search(rf"\b{command}\b", text), command


@pytest.mark.parametrize("option", ["--port", "--host", "--data", "--demo", "--no-worker", "--keep", "--skip-waiting"])
def test_every_option_that_is_told_is_there(option: str) -> None:
    parsers = [cli.parser(), *cli.parser()._subparsers._group_actions[0].choices.values()]  # type: ignore[union-attr]
    assert any(option in parser.format_help() for parser in parsers)


def test_a_setting_from_a_file(tmp_path: object) -> None:
    from pathlib import Path

    path = Path(str(tmp_path)) / "key"
    path.write_text("from the file\n")
    assert read({"OPENCOACH_SECRET_KEY_FILE": str(path)}).secret_key == "from the file"
    with pytest.raises(ConfigurationError, match="OPENCOACH_PORT"):
        read({"OPENCOACH_PORT": "http"})
