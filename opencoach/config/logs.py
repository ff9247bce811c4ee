"""What is written to standard error: one line an event, its traceback below, and no secret of a link in it."""

import logging
import re
import time
from typing import Any

SECRET = re.compile(r"(/(?:invitation|setup|unsubscribe|demo/enter/[^/\s]+|account/password/reset/key)/)[^/\s?'\")]+")
TOKENS = re.compile(r"([?&](?:token|key|code)=)[^&\s'\")]+")


def hidden(text: str) -> str:
    """`text` with the secret part of every link replaced by "…"."""
    return TOKENS.sub(r"\1…", SECRET.sub(r"\1…", text))


class Formatter(logging.Formatter):
    """Time in UTC, level, logger, words."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)-7s %(name)s: %(message)s", "%Y-%m-%dT%H:%M:%SZ")
        self.converter = time.gmtime

    def format(self, record: logging.LogRecord) -> str:
        return hidden(super().format(record))


def logging_of(level: str) -> dict[str, Any]:
    """Django's LOGGING."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"()": "opencoach.config.logs.Formatter"}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["stderr"], "level": "WARNING"},
        "loggers": {
            "opencoach": {"level": level},
            "django": {"handlers": [], "level": "WARNING", "propagate": True},
            "django.request": {"level": "ERROR"},  # a page that isn't there is no event; one that breaks is
            "django.security.DisallowedHost": {"level": "ERROR"},
            "uvicorn": {"level": "WARNING"},
        },
    }
