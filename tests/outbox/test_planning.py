"""From plans to rows."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opencoach.outbox import planning, ports
from opencoach.outbox.models import Delivery
from opencoach.outbox.ports import Planned
from opencoach.people.models import Person
from tests.cast import Cast

State = Delivery.State
START = dt.datetime(2027, 3, 1, 9, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)


def planned(key: str, hours: float, person: Person | None = None) -> Planned:
    return Planned("test.reminder", "email", person or Person(email="ana@example.org"), START + hours * HOUR, key)


plans = st.dictionaries(st.sampled_from("abcdefgh"), st.integers(-24, 240), max_size=8)
states = st.sampled_from([State.WAITING, State.SENDING, State.SENT, State.FAILED, State.SKIPPED])


@given(plans, st.dictionaries(st.sampled_from("abcdefgh"), st.tuples(st.integers(-24, 240), states), max_size=8))
def test_the_changes_turn_the_rows_into_the_plan(plan: dict[str, int], had: dict[str, tuple[int, str]]) -> None:
    rows = {
        key: Delivery(dedupe_key=key, due_at=START + hours * HOUR, state=state) for key, (hours, state) in had.items()
    }
    found = planning.changes([planned(key, hours) for key, hours in plan.items()], rows, START)
    waiting = {key: row.due_at for key, row in rows.items() if row.state == State.WAITING}
    after = {key: due for key, due in waiting.items() if key not in found.withdraw}
    after |= {key: item.due_at for key, item in found.move.items()}
    after |= {item.dedupe_key: item.due_at for item in found.add}
    wanted = {key: START + hours * HOUR for key, hours in plan.items()}
    over = {key for key, row in rows.items() if row.state != State.WAITING}
    burst = {key for key, due in wanted.items() if due < START and key not in rows}
    assert after == {key: due for key, due in wanted.items() if key not in over | burst}


@pytest.mark.both_databases
@pytest.mark.django_db
def test_rows_follow_the_plan(cast: Cast, monkeypatch) -> None:
    plan: list[Planned] = [planned("a", 1, cast.ana.person), planned("b", 2, cast.ana.person)]
    monkeypatch.setitem(ports.planners, "test", lambda engagement, start, end: plan)
    planning.materialise(cast.ana_engagement, START)
    assert due() == {"a": START + HOUR, "b": START + 2 * HOUR}
    row = Delivery.objects.get(dedupe_key="a")
    assert (row.address, row.practice, row.engagement, row.planner) == (
        "ana@example.org",
        cast.practice,
        cast.ana_engagement,
        "test",
    )
    plan[:] = [planned("b", 5, cast.ana.person), planned("too late", -1, cast.ana.person)]
    planning.materialise(cast.ana_engagement, START)
    assert due() == {"b": START + 5 * HOUR}
    row.refresh_from_db()
    assert (row.state, row.reason) == (State.SKIPPED, "The plan has changed.")
    planning.materialise(cast.ana_engagement, START)
    assert due() == {"b": START + 5 * HOUR}
    plan.append(planned("a", 1, cast.ana.person))
    planning.materialise(cast.ana_engagement, START)
    assert due() == {"a": START + HOUR, "b": START + 5 * HOUR}


def due() -> dict[str, dt.datetime]:
    return dict(Delivery.objects.filter(state=State.WAITING).values_list("dedupe_key", "due_at"))


@pytest.mark.django_db
def test_the_worker_goes_through_everybody(cast: Cast, monkeypatch) -> None:
    asked: list[int] = []
    monkeypatch.setitem(ports.planners, "test", lambda engagement, start, end: asked.append(engagement.pk) or [])
    monkeypatch.setattr(planning, "PORTION", 2)
    while planning.materialise_everybody():
        pass
    living = {cast.ana_engagement, cast.tomas_engagement, cast.jonas_engagement, cast.group_engagement}
    assert set(asked) >= {engagement.pk for engagement in living}
    assert cast.leila_engagement.pk not in asked
    assert len(asked) == len(set(asked))
