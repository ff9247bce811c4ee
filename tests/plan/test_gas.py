import pytest
from hypothesis import given
from hypothesis import strategies as st

from opencoach.plan.gas import LEVELS, attainment

WEIGHTS = st.lists(st.floats(0.1, 20), min_size=1, max_size=12)


@pytest.mark.parametrize(("number", "score"), [(1, 40), (2, 37.6), (3, 36.3), (4, 35.5), (5, 34.9)])
def test_everything_one_below(number: int, score: float) -> None:
    assert round(attainment([(1, -1)] * number) or 0, 1) == score


@pytest.mark.parametrize(("number", "score"), [(1, 70), (2, 74.8), (3, 77.4), (4, 79.0), (5, 80.2)])
def test_everything_two_above(number: int, score: float) -> None:
    assert round(attainment([(1, 2)] * number) or 0, 1) == score


def test_weights_count() -> None:
    assert round(attainment([(1, 1), (2, 0), (3, -1)]) or 0, 4) == 45.5935


def test_no_goal_has_no_score() -> None:
    assert attainment([]) is None


@pytest.mark.parametrize("goal", [(0, 1), (-1, 0), (1, 3), (1, -3)])
def test_what_is_no_weight_and_no_level_is_refused(goal: tuple[float, int]) -> None:
    with pytest.raises(ValueError, match="levels"):
        attainment([goal])


@given(WEIGHTS)
def test_all_as_expected_is_fifty_for_any_weights(weights: list[float]) -> None:
    assert attainment([(weight, 0) for weight in weights]) == 50


@given(st.lists(st.tuples(st.floats(0.1, 20), st.sampled_from(LEVELS)), min_size=1, max_size=12), st.data())
def test_a_better_rating_gives_a_better_score(goals: list[tuple[float, int]], data: st.DataObject) -> None:
    index = data.draw(st.sampled_from(range(len(goals))))
    weight, level = goals[index]
    better = [*goals]
    better[index] = (weight, min(2, level + 1))
    before, after = attainment(goals), attainment(better)
    assert before is not None
    assert after is not None
    assert (after > before) is (level < 2)
