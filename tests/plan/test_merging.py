from hypothesis import given
from hypothesis import strategies as st

from opencoach.plan.merging import merge

WORDS = st.dictionaries(st.sampled_from("abc"), st.sampled_from(["", "x", "y", "z"]))


def test_changes_at_different_places_are_both_kept() -> None:
    merged = merge({"title": "old", "why": "old"}, {"title": "theirs", "why": "old"}, {"title": "old", "why": "mine"})
    assert (merged.result, merged.conflicts) == ({"title": "theirs", "why": "mine"}, set())


def test_two_changes_at_one_place_are_told() -> None:
    merged = merge({"title": "old"}, {"title": "theirs"}, {"title": "mine"})
    assert (merged.result, merged.conflicts) == ({"title": "theirs"}, {"title"})


def test_the_same_change_twice_is_one() -> None:
    assert merge({"title": "old"}, {"title": "new"}, {"title": "new"}).conflicts == set()


def test_what_is_emptied_goes() -> None:
    assert merge({"why": "old"}, {"why": "old"}, {"why": ""}).result == {}


@given(WORDS, WORDS, WORDS)
def test_no_change_is_lost_in_silence(base: dict[str, str], present: dict[str, str], changes: dict[str, str]) -> None:
    merged = merge(base, present, changes)
    for name, wanted in changes.items():
        if (wanted or None) != (base.get(name) or None):
            assert name in merged.conflicts or (merged.result.get(name) or None) == (wanted or None)
    for name, theirs in present.items():
        if (theirs or None) != (base.get(name) or None):
            assert (merged.result.get(name) or None) == (theirs or None)
