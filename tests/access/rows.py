"""All rows of the permission matrix, and what they say."""

import importlib
import pkgutil

from tests.access import matrix
from tests.access.matrix import Answers, Row

METHODS = ("get", "post", "put", "patch", "delete")


def all_rows() -> list[Row]:
    modules = (importlib.import_module(f"{matrix.__name__}.{m.name}") for m in pkgutil.iter_modules(matrix.__path__))
    return [row for module in modules for row in module.ROWS]


def by_name(answers: Answers | None) -> dict[str, int]:
    """Who is named, with the status that they get."""
    return {who: status for status, names in (answers or {}).items() for who in names.split()}
