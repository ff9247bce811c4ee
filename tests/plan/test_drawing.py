"""How a plan is drawn."""

import datetime as dt

from opencoach.plan import radar
from opencoach.plan.queries.plan import rungs
from opencoach.plan.standing import Rated, standing
from opencoach.plan.templatetags.plan import along, change, scale

NOON = dt.datetime(2027, 3, 1, 12, tzinfo=dt.UTC)


def rated(*levels: tuple[int, str]) -> list[Rated]:
    return [Rated(level, side, NOON + dt.timedelta(days=day)) for day, (level, side) in enumerate(levels)]


def test_the_scale_has_five_knots_filled_from_where_it_began() -> None:
    drawn = scale(standing(rated((-2, "client"), (0, "client"))))
    assert drawn.count("<circle") == 5
    assert [drawn.count(f'class="{name}"') for name in ("began", "passed", "now", "knot")] == [1, 1, 1, 2]
    assert scale(standing([])) == ""


def test_the_clients_word_counts_and_the_coachs_stands_beside_it() -> None:
    seen = standing(rated((-2, "client"), (-1, "together"), (1, "coach")))
    assert (seen.began and seen.began.level, seen.now and seen.now.level, seen.change) == (-2, -1, 1)
    assert seen.coach is not None
    assert seen.coach.level == 1
    alone = standing(rated((-1, "coach"), (0, "coach")))
    assert (alone.now and alone.now.level, alone.coach) == (0, None)


def test_the_ladder_is_filled_between_where_it_began_and_now() -> None:
    ladder = rungs(["a", "b", "c", "d", "e"], standing(rated((-2, "client"), (1, "client"))))
    assert [(rung.level, rung.mark) for rung in ladder] == [
        (2, ""), (1, "now"), (0, "passed"), (-1, "passed"), (-2, "began"),
    ]  # fmt: skip


def test_a_wheel_begins_at_the_top_and_goes_round_with_the_clock() -> None:
    assert radar.point(0, 4, 10) == (150, 50)
    assert radar.point(1, 4, 10) == (250, 150)
    assert radar.point(2, 4, 0) == (150, 150)


def test_scores_keep_to_their_line() -> None:
    assert [along(value, 224) for value in (0, 20, 50, 80, 100)] == ["7.0", "7.0", "112.0", "217.0", "217.0"]
    assert [change(value) for value in (18.64, -3.0, -0.01)] == ["+18.6", "−3.0", "+0.0"]
