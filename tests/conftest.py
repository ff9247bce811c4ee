"""What every test may use."""

import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from tests import emptying
from tests.cast import Cast, build
from tests.settings import ZONE_OF_THE_MACHINE
from tests.smtp import SmtpServer


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--full", action="store_true", help="the long counts of tests marked `full`, too")


def pytest_configure(config: pytest.Config) -> None:
    os.environ["TZ"] = ZONE_OF_THE_MACHINE
    time.tzset()
    settings.register_profile("house", deadline=None)  # how long an example takes says how busy the machine is
    settings.load_profile("house")
    emptying.by_deleting()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--full"):
        return
    skip = pytest.mark.skip(reason="a long count: ./start test --full")
    for item in items:
        if item.get_closest_marker("full"):
            item.add_marker(skip)


@pytest.fixture
def full(request: pytest.FixtureRequest) -> bool:
    """Whether the long counts were asked for: `rounds = 500 if full else 25`."""
    return bool(request.config.getoption("--full"))


@pytest.fixture(autouse=True)
def own_folder(settings: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Each test writes into a folder of its own: files, keys, backups."""
    folder = tmp_path_factory.mktemp("data")
    settings.DATA = folder
    settings.MEDIA_ROOT = folder / "files"
    settings.KEYS_ROOT = folder / "keys"
    return folder


@pytest.fixture
def smtp_server() -> Iterator[SmtpServer]:
    """A real SMTP server on this machine that keeps what it gets."""
    with SmtpServer() as server:
        yield server


@pytest.fixture
def cast(db: None) -> Cast:
    """Everybody: see `tests/cast.py`."""
    return build()
