import datetime as dt
from typing import Any

import pytest

from opencoach.demo.build import build

NOON = dt.datetime(2025, 5, 14, 10, 0, tzinfo=dt.UTC)


@pytest.fixture
def demo(db: None, settings: Any) -> None:
    """The whole demo, as on a Wednesday in May."""
    settings.DEMO = True
    settings.MAIL_URL = ""
    assert build(NOON)
