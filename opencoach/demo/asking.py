"""What Miriam asks in the demo: an intake that Ana answered when she began, a worksheet of hers that she fills twice,
and one that still waits."""

from typing import TYPE_CHECKING, Any

from opencoach.people.models import Engagement, Event, Membership
from opencoach.questionnaires.actions import library, responding
from opencoach.questionnaires.definition import read
from opencoach.questionnaires.models import Questionnaire, Response, Version

if TYPE_CHECKING:
    from opencoach.demo.build import Demo

INTAKE: dict[str, Any] = {
    "format": 1,
    "title": "Before we begin",
    "description": "Ten minutes. There are no right answers, and only I read them.",
    "thanks": "Thank you. We begin with what you wrote.",
    "pages": [
        {
            "id": "you",
            "title": "You",
            "items": [
                {"kind": "long_text", "id": "why", "label": "What brings you to coaching, and why now?"},
                {
                    "kind": "multi",
                    "id": "topics",
                    "label": "What is it about?",
                    "other": "Something else",
                    "options": [
                        {"id": "leading", "label": "Leading others"},
                        {"id": "deciding", "label": "Deciding"},
                        {"id": "time", "label": "Time and energy"},
                        {"id": "voice", "label": "Being heard"},
                    ],
                },
                {
                    "kind": "single",
                    "id": "before",
                    "label": "Have you worked with a coach before?",
                    "options": [{"id": "yes", "label": "Yes"}, {"id": "no", "label": "No"}],
                },
                {
                    "kind": "long_text",
                    "id": "helped",
                    "label": "What helped, and what didn’t?",
                    "visible": {"all": [{"field": "before", "operator": "is", "value": "yes"}]},
                },
            ],
        },
        {
            "id": "us",
            "title": "Working together",
            "items": [
                {"kind": "text", "id": "success", "label": "How would you notice that it was worth it?"},
                {"kind": "slider", "id": "ready", "label": "How ready are you to change something?", "max": 10},
                {"kind": "text", "id": "push", "label": "How do you want me to be when you avoid something?"},
            ],
        },
    ],
}
POINTS = {"1": "Not at all", "5": "Very"}
WORKSHEET: dict[str, Any] = {
    "format": 1,
    "title": "Look back on your week",
    "pages": [
        {
            "id": "week",
            "items": [
                {"kind": "scale", "id": "handed", "label": "I handed things over and left them there",
                 "labels": POINTS},
                {"kind": "scale", "id": "spoke", "label": "I said what I thought in meetings", "labels": POINTS},
                {"kind": "scale", "id": "late", "label": "I worked on into the evening", "labels": POINTS},
                {
                    "kind": "long_text",
                    "id": "cost",
                    "label": "What kept you there?",
                    "visible": {"all": [{"field": "late", "operator": "at_least", "value": 4}]},
                },
                {
                    "kind": "single",
                    "id": "next",
                    "label": "What would help most next week?",
                    "options": [
                        {"id": "rest", "label": "An evening without the laptop"},
                        {"id": "hand", "label": "Handing one thing over",
                         "visible": {"all": [{"field": "handed", "operator": "at_most", "value": 3}]}},
                        {"id": "say", "label": "Saying one thing aloud",
                         "visible": {"all": [{"field": "spoke", "operator": "at_most", "value": 3}]}},
                    ],
                },
                {"kind": "long_text", "id": "proud", "label": "What are you glad about?"},
            ],
        }
    ],
    "scores": [
        {
            "id": "room",
            "label": "Room to lead",
            "parts": [{"of": "handed"}, {"of": "spoke"}, {"of": "late", "reverse": [1, 5]}],
            "combine": "mean",
            "decimals": 1,
            "bands": [{"to": 2.5, "label": "little"}, {"from": 2.5, "to": 4, "label": "some"},
                      {"from": 4, "label": "a lot"}],
        }
    ],
}  # fmt: skip
BEGAN: dict[str, Any] = {
    "why": "I lead eleven people since May, and everything still goes over my desk. I want my evenings back.",
    "topics": ["leading", "time", "voice"],
    "before": "no",
    "success": "A week in which nobody waited for me.",
    "ready": 8,
    "push": "Kind, and honest. Ask me twice.",
}
WEEKS: tuple[tuple[int, dict[str, Any]], ...] = (
    (60, {"handed": 2, "spoke": 2, "late": 5, "cost": "The board paper. I did not trust it to anybody.",
          "proud": "I told Rui early that it would be late."}),
    (11, {"handed": 4, "spoke": 3, "late": 2, "proud": "Two decisions were taken without me; both good."}),
)  # fmt: skip


def ask(demo: "Demo", engagement: Engagement) -> None:
    """The questionnaires, and what Ana has answered."""
    coach = demo.people["M"]
    intake = _made(demo, INTAKE, "intake", coach, 150)
    Questionnaire.objects.filter(pk=intake.questionnaire_id).update(attached=Questionnaire.Attached.JOINING)
    _answered(demo, intake, engagement, 119, BEGAN)
    worksheet = _made(demo, WORKSHEET, "worksheet", coach, 70)
    for days, answers in WEEKS:
        _answered(demo, worksheet, engagement, days, answers)
    [waiting] = responding.ask(worksheet, engagement, by=coach)
    Response.objects.filter(pk=waiting.pk).update(began_at=demo.ago(1, 17))
    _at(demo, "questionnaire.asked", 1, 17)


def _made(demo: "Demo", definition: dict[str, Any], purpose: str, by: Membership, days: int) -> Version:
    made = library.make(read(definition), purpose, by=by)
    version = library.publish(library.draft_of(made), by=by)
    at = demo.ago(days, 14)
    Questionnaire.objects.filter(pk=made.pk).update(created_at=at)
    Version.objects.filter(pk=version.pk).update(changed_at=at, published_at=at)
    for verb in ("questionnaire.made", "questionnaire.published"):
        _at(demo, verb, days, 14)
    return Version.objects.select_related("questionnaire").get(pk=version.pk)


def _answered(demo: "Demo", version: Version, engagement: Engagement, days: int, answers: dict[str, Any]) -> None:
    coach = demo.people["M"]
    [asked] = responding.ask(version, engagement, by=coach)
    responding.save(asked, answers, list(answers), base=0)
    responding.submit(asked)
    sent = demo.ago(days, 20, 15)
    Response.objects.filter(pk=asked.pk).update(began_at=demo.ago(days + 1, 17), saved_at=sent, submitted_at=sent)
    _at(demo, "questionnaire.asked", days + 1, 17)
    _at(demo, "questionnaire.answered", days, 20)


def _at(demo: "Demo", verb: str, days: int, hour: int) -> None:
    """The last one of that kind happened then."""
    rows = Event._base_manager.filter(practice=demo.practice, verb=verb).order_by("-pk")
    if (row := rows.first()) is not None:
        Event._base_manager.filter(pk=row.pk).update(at=demo.ago(days, hour))
