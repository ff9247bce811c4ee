from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from django.db import connection, connections

from tests.live.server import WebProcess
from tests.live.tab import Tab
from tests.live.world import build
from tests.outbox.conftest import environment

SECRET = "for tests alone, and long enough for that"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the web processes of one module share: files and keys."""
    return tmp_path_factory.mktemp("web")


@pytest.fixture(scope="module")
def web(django_db_setup: None, folder: Path) -> Iterator[Callable[[], WebProcess]]:
    """Make web processes on the test database; all are gone after the module."""
    made: list[WebProcess] = []

    def make() -> WebProcess:
        process = WebProcess(folder, environment(folder, "", SECRET))
        made.append(process)
        return process

    yield make
    for process in made:
        process.kill()


@pytest.fixture(autouse=True)
def same_folder(settings: Any, folder: Path, own_folder: Path) -> None:
    """The test itself seals with the same keys."""
    settings.SECRET_KEY = SECRET
    settings.DATA = folder
    settings.MEDIA_ROOT = folder / "files"
    settings.KEYS_ROOT = folder / "keys"


@pytest.fixture
def world() -> dict[str, Any]:
    """Two pairs of a coach and a client, each with their conversation."""
    return build(2)


@pytest.fixture(scope="module")
def two(web: Callable[[], WebProcess]) -> list[WebProcess]:
    """Two web processes, started."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one process")
    made = [web(), web()]
    for process in made:
        process.start()
    return made


@pytest.fixture(scope="module")
def port(web: Callable[[], WebProcess]) -> int:
    """One web process for the whole module; every test has a world of its own."""
    process = web()
    process.start()
    return process.port


@pytest.fixture
async def everybody_leaves() -> AsyncIterator[None]:
    """After the test every tab is closed, and so are the connections of the thread that its own queries ran in."""
    yield
    for one in Tab.open_ones:
        await one.close()
    Tab.open_ones.clear()
    await sync_to_async(connections.close_all)()


@pytest.fixture
async def no_connection_left() -> AsyncIterator[None]:
    """After an asynchronous test: close what the thread of its own queries has opened."""
    yield
    await sync_to_async(connections.close_all)()
