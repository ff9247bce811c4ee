import math

import pytest
from hypothesis import given
from hypothesis import strategies as some

from opencoach.plan.change import change, smallest, spread


def test_the_example_of_jacobson_and_truax() -> None:
    found = change(32.5, 47.5, sd=7.5, reliability=0.80)
    assert found is not None
    assert round(spread(7.5, 0.80), 2) == 4.74
    assert round(found.index, 2) == 3.16
    assert round(found.smallest, 2) == 9.30
    assert found.is_reliable


def test_a_small_change_is_none_that_is_reliable() -> None:
    found = change(32.5, 41.7, sd=7.5, reliability=0.80)
    assert found is not None
    assert not found.is_reliable


@pytest.mark.parametrize(("sd", "r"), [(None, 0.8), (7.5, None), (0, 0.8), (-1, 0.8), (7.5, 1), (7.5, -0.1)])
def test_unknown_or_senseless_figures_say_nothing(sd: float | None, r: float | None) -> None:
    assert smallest(sd, r) is None
    assert change(1, 2, sd, r) is None


@given(some.floats(-1e6, 1e6), some.floats(-1e6, 1e6), some.floats(0.01, 1e4), some.floats(0, 0.99))
def test_there_and_back_weigh_the_same(before: float, after: float, sd: float, r: float) -> None:
    there, back = change(before, after, sd, r), change(after, before, sd, r)
    assert there is not None
    assert back is not None
    assert math.isclose(there.index, -back.index, abs_tol=1e-9)
    assert there.is_reliable == back.is_reliable
