"""What the page of the next 14 days says is what is sent: every plan, habit and change of clocks."""

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from opencoach.outbox import ports
from tests.cast import Cast
from tests.outbox.calm.world import KINDS, NAME, Fortnight

STEPS = 5_000


@pytest.fixture(autouse=True)
def kinds() -> Iterator[None]:
    ports.register_group(NAME, "Calm")
    for kind in KINDS.values():
        ports.register_kind(kind)
    yield
    for kind in KINDS.values():
        del ports.kinds[kind.name]
    del ports.groups[NAME]


@pytest.mark.both_databases
@pytest.mark.django_db
def test_what_is_foretold_is_what_is_sent(cast: Cast, full: bool) -> None:
    Fortnight.cast, Fortnight.steps = cast, 0
    slow = list(HealthCheck)
    while True:
        run_state_machine_as_test(
            Fortnight,
            settings=settings(
                max_examples=100 if full else 8, stateful_step_count=50 if full else 16, deadline=None,
                suppress_health_check=slow, derandomize=False, print_blob=True,
            ),
        )  # fmt: skip
        if Fortnight.steps >= (STEPS if full else 60):
            break
    print(f"{Fortnight.steps} steps")
