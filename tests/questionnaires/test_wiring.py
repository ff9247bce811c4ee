"""Where answers go: needs and measures in the plan of whoever answered."""

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from opencoach.plan import private
from opencoach.plan.actions import measures, needs
from opencoach.plan.models import Measure, MeasureValue, Need
from opencoach.questionnaires.actions import library, responding
from opencoach.questionnaires.definition import read as read_definition
from opencoach.questionnaires.definition import written
from opencoach.questionnaires.models import Response
from tests.cast import Cast
from tests.questionnaires.making import answered, questionnaire

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
NO_YES = [{"id": "no", "label": "No", "value": 0}, {"id": "yes", "label": "Yes", "value": 1}]
FLOWING: dict[str, Any] = {
    "format": 1,
    "title": "Before we begin",
    "pages": [
        {
            "id": "one",
            "items": [
                {"kind": "long_text", "id": "change", "label": "What has to change?"},
                {
                    "kind": "multi",
                    "id": "topics",
                    "label": "What else?",
                    "other": "Something else",
                    "options": [{"id": "focus", "label": "Focus"}, {"id": "sleep", "label": "Sleep"}],
                },
                {"kind": "scale", "id": "energy", "label": "Energy"},
                {"kind": "slider", "id": "calm", "label": "Calm", "max": 10},
                {
                    "kind": "number",
                    "id": "hours",
                    "label": "Hours asleep",
                    "visible": {"all": [{"field": "energy", "operator": "at_most", "value": 2}]},
                },
            ],
        }
    ],
    "computed": [{"id": "both", "label": "Together", "expression": "energy + calm"}],
    "sinks": [
        {"port": "plan.needs", "source": "change"},
        {"port": "plan.needs", "source": "topics"},
        {"port": "plan.measures", "source": "energy", "options": {"name": "My energy"}},
        {"port": "plan.measures", "source": "hours"},
        {"port": "plan.measures", "source": "both"},
        {"port": "nobody.fills", "source": "energy"},
    ],
}
ANSWERS: dict[str, Any] = {
    "change": "I say yes too often\n\nNo time to think", "topics": ["sleep", {"other": "Courage"}], "energy": 4,
    "calm": 3, "hours": 5,
}  # fmt: skip


def texts(cast: Cast) -> list[str]:
    rows = Need.objects.filter(engagement=cast.ana_engagement, removed_at=None).order_by("position")
    return [private.words(row)["text"] for row in rows]


def values(cast: Cast) -> dict[str, list[Decimal]]:
    rows = Measure.objects.filter(engagement=cast.ana_engagement).order_by("pk")
    return {private.words(row)["title"]: [one.value for one in row.values.order_by("at", "pk")] for row in rows}


def test_answers_become_needs_with_their_source(cast: Cast) -> None:
    needs.name_need(cast.ana_engagement, cast.ana, "no time to THINK", actor=cast.ana.person)
    answered(cast, FLOWING, ANSWERS)
    assert texts(cast) == ["no time to THINK", "I say yes too often", "Sleep", "Courage"]
    sources = Need.objects.filter(engagement=cast.ana_engagement).order_by("position").values_list("source", flat=True)
    assert list(sources) == ["own", "intake", "intake", "intake"]


def test_answers_become_values_of_measures_and_hidden_ones_do_not(cast: Cast) -> None:
    answered(cast, FLOWING, ANSWERS)
    assert values(cast) == {"My energy": [Decimal(4)], "Together": [Decimal(7)]}
    [value] = MeasureValue.objects.filter(measure__engagement=cast.ana_engagement, value=4)
    assert (value.source, private.words(value)["note"]) == ("questionnaire", "From “Before we begin”")


def test_a_second_answer_is_a_second_value_of_the_same_measure(cast: Cast) -> None:
    first = answered(cast, FLOWING, ANSWERS)
    [again] = responding.ask(first.version, cast.ana_engagement, by=cast.miriam)
    responding.save(again, {**ANSWERS, "energy": 2}, list(ANSWERS), base=0)
    responding.submit(again)
    responding.submit(again)  # twice is once
    assert values(cast) == {
        "My energy": [Decimal(4), Decimal(2)], "Together": [Decimal(7), Decimal(5)], "Hours asleep": [Decimal(5)],
    }  # fmt: skip
    assert len(texts(cast)) == 4


def test_what_the_measure_can_not_take_stays_in_the_answers_alone(cast: Cast) -> None:
    measures.set_measure(
        cast.ana_engagement, cast.ana, {"title": "My energy"}, {"low": Decimal(0), "high": Decimal(3)},
        actor=cast.ana.person,
    )  # fmt: skip
    response = answered(cast, FLOWING, ANSWERS)
    assert response.state == Response.State.SUBMITTED
    assert values(cast) == {"My energy": [], "Together": [Decimal(7)]}


def test_in_a_group_each_answer_is_its_own_persons(cast: Cast) -> None:
    draft = library.draft_of(questionnaire(cast.miriam, FLOWING))
    version = library.publish(draft, by=cast.miriam)
    for response in responding.ask(version, cast.group_engagement, by=cast.miriam):
        if response.person_id == cast.mei.person_id:
            responding.save(response, ANSWERS, list(ANSWERS), base=0)
            responding.submit(response)
    owners = set(Need.objects.filter(engagement=cast.group_engagement).values_list("client", flat=True))
    assert owners == {cast.mei.pk}


def test_a_coach_says_in_the_editor_where_an_answer_goes(client: Client, cast: Cast) -> None:
    client.force_login(cast.miriam.person, backend="django.contrib.auth.backends.ModelBackend")
    made = questionnaire(cast.miriam)
    url = f"/p/okafor/library/questionnaires/{made.public_id}/"
    assert "A value of a measure" in client.get(f"{url}?open=sleep").content.decode()
    scale = {
        "label": "Sleep",
        "min": "1",
        "max": "5",
        "required": "on",
        "flows": "plan.measures",
        "flows_name": "Sleep",
    }
    assert client.post(f"{url}?open=sleep", scale).status_code == 302
    assert client.post(f"{url}?open=wish", {"label": "Wish", "flows": "plan.needs"}).status_code == 302
    definition = read_definition(library.draft_of(made).definition)
    assert written(definition)["sinks"] == [
        {"port": "plan.measures", "source": "sleep", "options": {"name": "Sleep"}},
        {"port": "plan.needs", "source": "wish"},
    ]
    assert client.post(f"{url}?open=wish", {"label": "Wish", "flows": ""}).status_code == 302
    assert [one["source"] for one in library.draft_of(made).definition["sinks"]] == ["sleep"]
    assert client.post(f"{url}?open=wish", {"label": "Wish", "flows": "plan.measures"}).status_code == 422
