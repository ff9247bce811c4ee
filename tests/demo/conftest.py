import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.test import override_settings
from pytest_django.plugin import DjangoDbBlocker

from opencoach.demo.build import build

NOON = dt.datetime(2025, 5, 14, 10, 0, tzinfo=dt.UTC)


@pytest.fixture
def _django_db_helper() -> None:
    """`db` says that a database is needed; the transaction is that of `demo`."""


@pytest.fixture(scope="module")
def standing(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Path]:
    """The folder of the whole demo, as on a Wednesday in May; its rows are in a transaction that is never committed."""
    folder = tmp_path_factory.mktemp("demo")
    with django_db_blocker.unblock(), transaction.atomic():
        with override_settings(DATA=folder, MEDIA_ROOT=folder / "files", KEYS_ROOT=folder / "keys", MAIL_URL=""):
            assert build(NOON)
        yield folder
        transaction.set_rollback(True)


@pytest.fixture
def demo(db: None, standing: Path, own_folder: Path, settings: Any) -> Iterator[Path]:
    """The demo as it was built, whatever the test before did."""
    settings.DEMO, settings.MAIL_URL = True, ""
    settings.DATA, settings.MEDIA_ROOT, settings.KEYS_ROOT = standing, standing / "files", standing / "keys"
    with transaction.atomic():
        yield standing
        transaction.set_rollback(True)
