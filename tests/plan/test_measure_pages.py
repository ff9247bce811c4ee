"""What is seen of measures."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from opencoach.plan import chart
from opencoach.plan.actions import rate, take_step, undo_step
from opencoach.plan.models import Measure
from opencoach.plan.trends import Band
from tests.cast import Cast
from tests.counting import MOST, queries
from tests.plan.doing import measure_of_ana, value_of
from tests.plan.making import goal_of_ana, rated_goal
from tests.signing import sign_in

START = dt.datetime(2026, 3, 2, 8, tzinfo=dt.UTC)


def on(*values: tuple[float, float]) -> list[tuple[dt.datetime, float]]:
    return [(START + dt.timedelta(days=day), value) for day, value in values]


def test_a_drawing_joins_nothing_over_a_gap_and_shows_all_that_is_said() -> None:
    drawn = chart.draw([chart.Series(on((0, 4), (7, 5), (35, 8), (42, 9)), "week", "", 10, 4, Band(2, 6))])
    assert drawn is not None
    (line,) = drawn.panels[0].lines
    assert [len(one.split()) for one in line.lines] == [2, 2]
    places = {point[1]: y for _x, y, point in line.dots}
    assert line.target is not None
    assert line.target < places[9] < places[4] == line.baseline
    assert line.band is not None
    assert line.band[0] < line.baseline < line.band[0] + line.band[1]
    assert chart.draw([chart.Series([], "week")]) is None


def test_those_of_one_unit_share_a_scale_and_all_of_them_the_time() -> None:
    late, early = on((10, 3), (17, 4)), on((0, 300), (7, 200))
    drawn = chart.draw(
        [chart.Series(late, "week", "h"), chart.Series(early, "week", "€"), chart.Series(late, "", "H ")]
    )
    assert drawn is not None
    assert [[line.number for line in panel.lines] for panel in drawn.panels] == [[0, 2], [1]]
    assert drawn.panels[0].bottom < drawn.panels[1].top < drawn.panels[1].bottom < drawn.height
    assert drawn.panels[0].lines[0].dots == drawn.panels[0].lines[1].dots
    assert (drawn.time.start, drawn.time.end) == (START, START + dt.timedelta(days=17))
    assert drawn.panels[1].lines[0].dots[0][0] < drawn.panels[0].lines[0].dots[0][0]
    assert drawn.panels[0].lines[0].trend == []


def test_many_values_are_a_line_and_only_what_stands_alone_a_dot() -> None:
    daily = on(*((day, day % 7) for day in range(100)), (130, 3))
    drawn = chart.draw([chart.Series(daily, "day")])
    assert drawn is not None
    (line,) = drawn.panels[0].lines
    assert [point for _x, _y, point in line.dots] == [daily[-1]]
    assert len(line.lines) == 1


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(st.integers(0, 3000), st.floats(-1e6, 1e6)), min_size=1, max_size=30))
def test_everything_lies_on_the_sheet(values: list[tuple[int, float]]) -> None:
    drawn = chart.draw([chart.Series(on(*sorted(values)), "week")])
    assert drawn is not None
    (panel,) = drawn.panels
    places = [(x, y) for x, y, _point in panel.lines[0].dots]
    places += [tuple(map(float, pair.split(","))) for line in panel.lines[0].lines for pair in line.split()]  # type: ignore[misc]
    assert all(0 <= x <= 100 and panel.top - 0.1 <= y <= panel.bottom + 0.1 for x, y in places)


@pytest.fixture
def ana(client: Client, cast: Cast) -> Client:
    sign_in(client, cast.ana.person)
    return client


def url(name: str, row: object) -> str:
    return reverse(f"plan:{name}", args=["okafor", row.public_id])  # type: ignore[attr-defined]


@pytest.mark.django_db
def test_a_value_is_written_down_shown_and_taken_back(ana: Client, cast: Cast) -> None:
    measure = measure_of_ana(cast, low=0)
    value_of(measure, 9, ago=7)
    answer = ana.post(
        url("measure", measure), {"value": "5.5", "day": "2026-01-05", "note": "A slow week"}, follow=True
    )
    shown = answer.content.decode()
    assert '<td class="num">5.5</td>' in shown
    assert "A slow week" in shown
    slip = measure.values.get(value=5.5)
    assert f'formaction="{url("value_removal", slip)}"' in shown
    ana.post(url("value_removal", slip))
    assert "A slow week" not in ana.get(url("measure", measure)).content.decode()
    ana.post(url("value_restoration", slip))
    assert "A slow week" in ana.get(url("measure", measure)).content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(("value", "said"), [("-1", "less than 0"), ("lots", "Enter a number"), ("", "required")])
def test_a_wrong_value_is_said_and_stays(ana: Client, cast: Cast, value: str, said: str) -> None:
    measure = measure_of_ana(cast, low=0)
    answer = ana.post(url("measure", measure), {"value": value, "day": "2026-01-05", "note": "Kept words"})
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert "Kept words" in answer.content.decode()
    assert not measure.values.exists()


@pytest.mark.django_db
def test_a_reliable_change_is_said_only_where_the_scale_is_known(ana: Client, cast: Cast) -> None:
    known, unknown = measure_of_ana(cast, sd=7.5, reliability=0.8), measure_of_ana(cast, "Another")
    for measure in (known, unknown):
        value_of(measure, 32.5, ago=60)
        value_of(measure, 47.5)
    assert "A reliable change" in ana.get(url("measure", known)).content.decode()
    assert "reliable change" not in ana.get(url("measure", unknown)).content.decode()


@pytest.mark.django_db
def test_what_hangs_on_a_goal_kept_to_oneself_is_hidden(client: Client, cast: Cast) -> None:
    measure = measure_of_ana(cast, "A private one", goal=goal_of_ana(cast, shared=False))
    value = value_of(measure, 3)
    sign_in(client, cast.miriam.person)
    assert client.get(url("measure", measure)).status_code == 404
    assert client.post(url("value_removal", value)).status_code == 404
    assert "A private one" not in client.get(url("measures", cast.ana_engagement)).content.decode()


@pytest.mark.django_db
def test_as_many_queries_with_one_as_with_twenty(ana: Client, cast: Cast) -> None:
    value_of(measure_of_ana(cast), 3)
    before = queries(ana, url("measures", cast.ana_engagement))
    for number in range(19):
        value_of(measure_of_ana(cast, f"Measure {number}"), number)
    assert before == queries(ana, url("measures", cast.ana_engagement)) <= MOST
    assert queries(ana, url("measure", Measure.objects.latest("pk"))) <= MOST


@pytest.mark.django_db
def test_several_are_drawn_together_and_what_is_missing_stays_missing(ana: Client, cast: Cast) -> None:
    goal = rated_goal(cast, -1, 1)
    waited, sleep, empty = measure_of_ana(cast, goal=goal), measure_of_ana(cast, "Sleep"), measure_of_ana(cast, "None")
    value_of(waited, 9, ago=7)
    value_of(waited, 5)
    value_of(sleep, 6.5, ago=3)
    path = url("measures_together", cast.ana_engagement)
    shown = ana.get(path).content.decode()
    assert shown.count('<td class="num"><span class="soft">–') == 3 + 3  # three days: one value each
    assert "no value yet" in shown
    assert "My team decides without me: rated −1" in shown
    only = ana.get(path, {"m": [str(sleep.public_id), "made-up"]}).content.decode()
    assert "rated" not in only
    assert only.count("checked") == 1
    assert "None of these has a value yet" in ana.get(path, {"m": str(empty.public_id)}).content.decode()
    assert queries(ana, path) <= MOST


@pytest.mark.django_db
def test_together_too_many_are_said_and_what_is_kept_to_oneself_is_hidden(client: Client, cast: Cast) -> None:
    kept = measure_of_ana(cast, "A private one", goal=goal_of_ana(cast, shared=False))
    value_of(kept, 3)
    shared = [measure_of_ana(cast, f"Measure {number}") for number in range(5)]
    path = url("measures_together", cast.ana_engagement)
    sign_in(client, cast.miriam.person)
    everything = {"m": [str(one.public_id) for one in [kept, *shared]]}
    shown = client.get(path, everything).content.decode()
    assert "Only the first 4 are drawn" in shown
    assert "A private one" not in shown


@pytest.mark.django_db
def test_the_steps_of_its_goal_stand_on_its_chart(ana: Client, cast: Cast) -> None:
    goal = goal_of_ana(cast)
    measure = measure_of_ana(cast, goal=goal)
    value_of(measure, 9, ago=7)
    rate(goal, 1, "client", actor=cast.ana.person)
    undone = take_step(goal, "paused", actor=cast.ana.person)
    undo_step(undone, actor=cast.ana.person)
    take_step(goal, "agreed", actor=cast.ana.person)
    value_of(measure, 5)
    shown = ana.get(url("measure", measure)).content.decode()
    assert "My team decides without me: rated +1" in shown
    assert "My team decides without me: Agreed" in shown
    assert "Paused" not in shown
    assert queries(ana, url("measure", measure)) <= MOST


@pytest.mark.django_db
def test_days_are_those_of_the_client_for_the_coach_too(client: Client, cast: Cast) -> None:
    cast.ana.zone = "Pacific/Auckland"
    cast.ana.save()
    measure = measure_of_ana(cast)
    sign_in(client, cast.ana.person)
    client.post(url("measure", measure), {"value": "5", "day": "2026-01-06"})
    sign_in(client, cast.miriam.person)
    for path in (url("measure", measure), url("measures_together", cast.ana_engagement)):
        shown = client.get(path).content.decode()
        assert "6 Jan 2026" in shown
        assert "5 Jan 2026" not in shown
