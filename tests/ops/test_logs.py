"""What an operator reads in the log, and what never stands there."""

import logging

import pytest

from opencoach.config.logs import Formatter, hidden, logging_of


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("Internal Server Error: /invitation/abc.def/", "Internal Server Error: /invitation/…/"),
        ("/invitation/abc.def/acceptance/", "/invitation/…/acceptance/"),
        ("GET /setup/s3cret/?next=/", "GET /setup/…/?next=/"),
        ("/demo/enter/miriam/s3cret/", "/demo/enter/miriam/…/"),
        ("/unsubscribe/t0ken/", "/unsubscribe/…/"),
        ("/x/?a=1&token=s3cret&b=2", "/x/?a=1&token=…&b=2"),
        ("/p/harbour/clients/", "/p/harbour/clients/"),
    ],
)
def test_the_secret_of_a_link_is_not_written(said: str, written: str) -> None:
    assert hidden(said) == written


def test_not_even_in_a_traceback() -> None:
    try:
        raise RuntimeError("no row for /setup/s3cret/")
    except RuntimeError as error:
        record = logging.LogRecord("django.request", logging.ERROR, "", 1, "failed", None, (type(error), error, None))
    assert "s3cret" not in Formatter().format(record)


def test_a_page_that_breaks_is_written() -> None:
    """Django by itself would only mail it."""
    logs = logging_of("INFO")
    assert logs["root"]["handlers"] == ["stderr"]
    assert logs["loggers"]["django"]["propagate"] is True
