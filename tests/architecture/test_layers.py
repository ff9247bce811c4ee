"""Imports and foreign keys go down only, and nobody stands outside the layers."""

import subprocess
import sys
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db.migrations.loader import MigrationLoader
from django.db.models import Field

from tests.architecture.tree import PACKAGE, ROOT, layers

OURS = "opencoach."


def test_imports_go_down_only() -> None:
    done = subprocess.run(
        [str(Path(sys.executable).with_name("lint-imports"))], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout[-3000:]


def test_every_package_has_its_layer() -> None:
    packages = {path.parent.name for path in PACKAGE.glob("*/__init__.py")}
    assert packages - set(layers()) == set()


def app_of(model: object) -> str:
    return str(getattr(model, "__module__", "")).split(".")[1]


def test_foreign_keys_follow_the_layers() -> None:
    wrong = []
    seen = 0
    for model in apps.get_models(include_auto_created=True):
        if not model.__module__.startswith(OURS):
            continue
        for field in model._meta.get_fields(include_hidden=True):
            target = field.related_model
            if not isinstance(field, Field) or target is None or isinstance(target, str):
                continue
            if not target.__module__.startswith(OURS):
                continue
            seen += 1
            here, there = app_of(model), app_of(target)
            if here != there and layers()[there] >= layers()[here]:
                wrong.append(f"{model.__name__}.{field.name} → {target.__name__}")
    assert seen > 20
    assert wrong == []


@pytest.mark.django_db
def test_migrations_say_what_the_models_say() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


@pytest.mark.parametrize(
    "app", [app for app in apps.get_app_configs() if app.name.startswith(OURS)], ids=lambda a: a.label
)
def test_migrations_are_one_line(app: object) -> None:

    label = app.label  # type: ignore[attr-defined]
    ends = MigrationLoader(None).graph.leaf_nodes(label)
    assert len(ends) <= 1, ends
