from collections import Counter
from collections.abc import Iterator

import pytest
from django.forms import Form
from pydantic import ValidationError

from opencoach.people import access, specialisations
from opencoach.people.actions.engagement import activate, begin_engagement, join
from opencoach.people.forms import DescribeForm, PracticeForm
from opencoach.people.queries.specialisations import choices, help_for, name_of
from opencoach.people.specialisations import KEYS, Specialisation, get
from tests.cast import Cast

every = pytest.mark.parametrize("key", KEYS)


@every
def test_brings_enough_to_begin_with(key: str) -> None:
    found = get(key)
    assert len(found.all_needs) >= 20
    assert len(found.needs) >= 3
    assert (len(found.measures), len(found.plans), len(found.exercises)) == (8, 3, 5)
    assert {measure.kind for measure in found.measures.values()} == {"behaviour", "outcome"}


@every
def test_says_nothing_twice(key: str) -> None:
    found = get(key)
    repeated = [text for text, count in Counter(_sentences(found)).items() if count > 1]
    assert repeated == []


@every
def test_levels_of_a_goal_are_five_different_outcomes(key: str) -> None:
    for plan in get(key).plans.values():
        assert len(set(plan.levels)) == 5
        assert all(action.if_then.startswith("When ") and " then " in action.if_then for action in plan.actions)


@every
def test_is_written_as_a_person_would_read_it(key: str) -> None:
    for text in _sentences(get(key)):
        assert text == text.strip()
        assert "!" not in text
        assert "  " not in text
        assert text[-1] in ".?", text


@every
def test_never_diagnoses(key: str) -> None:
    words = " ".join(_sentences(get(key))).lower()
    for word in ("diagnos", "disorder", "patient", "symptom", "clinical", "syndrome", "dysfunction", "cure"):
        assert f" {word}" not in words, word


@every
def test_says_where_to_find_other_help(key: str) -> None:
    help_ = get(key).help
    assert help_.crisis
    assert len(help_.referral) >= 2
    words = " ".join(f"{hint.kind} {hint.when}" for hint in (*help_.crisis, *help_.referral))
    assert not any(letter.isdigit() for letter in words), "numbers are the practice's to fill in"


@every
def test_a_client_is_started_from_it(cast: Cast, key: str) -> None:
    engagement = begin_engagement(cast.miriam, specialisation=key, title="New", actor=cast.miriam.person)
    join(engagement, cast.tomas, actor=cast.tomas.person)
    assert activate(engagement, actor=cast.tomas.person)
    found = access.get_engagement(cast.tomas, engagement.public_id)
    assert get(found.specialisation).all_needs


def test_forms_offer_exactly_these() -> None:
    assert [key for key, _name in choices()] == list(KEYS)
    assert [found.key for found in specialisations.every()] == list(KEYS)


def test_names_are_those_of_the_data() -> None:
    assert choices() == [(found.key, found.name) for found in specialisations.every()]
    assert name_of("career") == get("career").name == "Career"
    assert name_of("chess") == "chess"
    assert help_for("chess") is None


@pytest.mark.parametrize(("form", "name"), [(DescribeForm, "specialisation"), (PracticeForm, "specialisations")])
def test_a_form_offers_them(form: type[Form], name: str) -> None:
    assert list(form.base_fields[name].choices) == choices()  # type: ignore[attr-defined]


def test_no_other_file_is_opened() -> None:
    with pytest.raises(KeyError):
        get("../../config/settings")


def test_a_plan_names_only_what_is_there() -> None:
    data = get("executive").model_dump()
    data["plans"]["hand_over"]["needs"] = ["nothing_like_it"]
    with pytest.raises(ValidationError, match="nothing_like_it"):
        Specialisation.model_validate(data)


def test_what_was_loaded_cannot_be_changed() -> None:
    with pytest.raises(ValidationError):
        get("executive").scope = "Anything."  # type: ignore[misc]


def _sentences(found: Specialisation) -> Iterator[str]:
    yield found.scope
    yield from found.all_needs.values()
    yield from (measure.how for measure in found.measures.values())
    yield from (exercise.purpose for exercise in found.exercises.values())
    for plan in found.plans.values():
        yield plan.why
        yield from plan.levels
        for action in plan.actions:
            yield from (action.do, action.if_then)
