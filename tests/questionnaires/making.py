"""Questionnaires for tests: one with every kind of question, and a short one with logic."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from opencoach.people.models import Membership
from opencoach.questionnaires.actions import library, responding
from opencoach.questionnaires.actions.uploads import take_in
from opencoach.questionnaires.definition import read
from opencoach.questionnaires.models import Questionnaire, Response, Upload, Version
from tests.cast import Cast

YES_NO = [{"id": "yes", "label": "Yes", "value": 1}, {"id": "no", "label": "No", "value": 0}]
EVERY_KIND: dict[str, Any] = {
    "format": 1,
    "title": "Everything that can be asked",
    "description": "One question of every kind.",
    "pages": [
        {
            "id": "words",
            "title": "In your words",
            "items": [
                {"kind": "info", "id": "hello", "body": "Take your time. *Nobody* sees it before you send it."},
                {"kind": "text", "id": "name", "label": "What shall I call you?", "required": True, "max_length": 60},
                {"kind": "text", "id": "mail", "label": "Your address", "pattern": "email"},
                {"kind": "long_text", "id": "why", "label": "What brings you here?", "help": "A few sentences."},
                {
                    "kind": "number",
                    "id": "hours",
                    "label": "How long do you sleep?",
                    "min": 0,
                    "max": 24,
                    "unit": "hours",
                },
                {"kind": "date", "id": "since", "label": "Since when?"},
                {"kind": "time", "id": "wake", "label": "When do you get up?"},
            ],
        },
        {
            "id": "choices",
            "title": "To choose",
            "items": [
                {"kind": "single", "id": "tried", "label": "Have you had a coach before?", "options": YES_NO},
                {
                    "kind": "long_text",
                    "id": "how",
                    "label": "How was it?",
                    "visible": {"all": [{"field": "tried", "operator": "is", "value": "yes"}]},
                },
                {
                    "kind": "single",
                    "id": "work",
                    "label": "Where do you work?",
                    "look": "dropdown",
                    "options": [{"id": "home", "label": "At home"}, {"id": "office", "label": "At an office"}],
                },
                {
                    "kind": "multi",
                    "id": "topics",
                    "label": "What would you like to work on?",
                    "other": "Something else",
                    "max_count": 3,
                    "options": [
                        {"id": "focus", "label": "Focus"},
                        {"id": "sleep", "label": "Sleep"},
                        {"id": "courage", "label": "Courage"},
                    ],
                },
                {
                    "kind": "scale",
                    "id": "energy",
                    "label": "How much energy do you have?",
                    "min": 1,
                    "max": 5,
                    "labels": {"1": "None", "5": "Plenty"},
                },
                {
                    "kind": "slider",
                    "id": "stress",
                    "label": "How much pressure is there?",
                    "low": "None",
                    "high": "A lot",
                },
                {
                    "kind": "ranking",
                    "id": "values",
                    "label": "What matters most?",
                    "options": [
                        {"id": "family", "label": "Family"},
                        {"id": "freedom", "label": "Freedom"},
                        {"id": "fun", "label": "Fun"},
                    ],
                },
            ],
        },
        {
            "id": "grids",
            "title": "In rows",
            "items": [
                {
                    "kind": "matrix",
                    "id": "life",
                    "label": "How content are you with …",
                    "rows": [{"id": "job", "label": "your job"}, {"id": "home", "label": "your home"}],
                    "options": [
                        {"id": "low", "label": "Not at all", "value": 1},
                        {"id": "mid", "label": "Somewhat", "value": 2},
                        {"id": "high", "label": "Very", "value": 3},
                    ],
                },
                {
                    "kind": "table",
                    "id": "steps",
                    "label": "What have you tried?",
                    "columns": [
                        {"kind": "text", "id": "what", "label": "What"},
                        {"kind": "number", "id": "weeks", "label": "How long", "unit": "weeks"},
                        {"kind": "single", "id": "helped", "label": "Did it help?", "options": YES_NO},
                    ],
                },
                {"kind": "file", "id": "paper", "label": "Something you have written", "max_count": 2},
                {"kind": "audio", "id": "voice", "label": "Or say it", "max_seconds": 120},
                {"kind": "video", "id": "film", "label": "Or film it"},
                {"kind": "total", "id": "sum", "label": "Energy, ten times", "of": "tenfold"},
            ],
        },
    ],
    "computed": [{"id": "tenfold", "label": "Energy × 10", "expression": "energy * 10", "decimals": 0}],
    "scores": [
        {
            "id": "content",
            "label": "Content",
            "parts": [{"of": "life.job"}, {"of": "life.home"}],
            "combine": "mean",
            "bands": [{"to": 2, "label": "little"}, {"from": 2, "label": "rather"}],
        }
    ],
    "thanks": "Thank you. We talk about it when we meet.",
}


def on_one_page() -> dict[str, Any]:
    """One question of every kind, below each other."""
    items = [item for page in EVERY_KIND["pages"] for item in page["items"]]
    return {**EVERY_KIND, "title": "One of each", "pages": [{"id": "all", "items": items}]}


SHORT: dict[str, Any] = {
    "format": 1,
    "title": "Before we talk",
    "pages": [
        {
            "id": "one",
            "items": [
                {"kind": "scale", "id": "sleep", "label": "How well did you sleep?", "required": True},
                {
                    "kind": "long_text",
                    "id": "why",
                    "label": "What kept you awake?",
                    "required": True,
                    "visible": {"all": [{"field": "sleep", "operator": "at_most", "value": 2}]},
                },
            ],
        },
        {"id": "two", "items": [{"kind": "text", "id": "wish", "label": "What should come out of it?"}]},
    ],
}


def questionnaire(by: Membership, definition: dict[str, Any] | None = None, **fields: Any) -> Questionnaire:
    """A draft of that coach."""
    made = library.make(read(definition or SHORT), fields.pop("purpose", "worksheet"), by=by)
    if fields:
        Questionnaire.objects.filter(pk=made.pk).update(**fields)
        made.refresh_from_db()
    return made


def published(by: Membership, definition: dict[str, Any] | None = None, **fields: Any) -> Version:
    """Its first version, published."""
    made = questionnaire(by, definition, **fields)
    return library.publish(library.draft_of(made), by=by)


def asked(cast: Cast, definition: dict[str, Any] | None = None) -> Response:
    """Miriam asks Ana."""
    [made] = responding.ask(published(cast.miriam, definition), cast.ana_engagement, by=cast.miriam)
    return made


ANSWERS: dict[str, Any] = {
    "name": "Ana",
    "why": "I lead eleven people since May.\nI say yes too often.",
    "hours": 6.5,
    "tried": "yes",
    "how": "Short and useful.",
    "topics": ["courage", {"other": "saying no"}],
    "energy": 3,
    "values": ["freedom", "family", "fun"],
    "life": {"job": "mid", "home": "high"},
    "steps": [{"what": "A calendar without gaps", "weeks": 3, "helped": "no"}],
}


def answered(cast: Cast, definition: dict[str, Any] | None = None, answers: dict[str, Any] | None = None) -> Response:
    """Ana has sent Miriam her answers."""
    found = asked(cast, definition or EVERY_KIND)
    given = ANSWERS if answers is None else answers
    responding.save(found, given, list(given), base=0)
    return responding.submit(found)


def with_file(cast: Cast) -> Upload:
    """A file of Ana's, in answers that she has sent."""
    found = asked(cast, EVERY_KIND)
    file = SimpleUploadedFile("notes.txt", b"three sentences for Rui")
    row = take_in(found, read(EVERY_KIND).item("paper"), file, by=cast.ana.person)
    given = {"name": "Ana", "paper": [str(row.public_id)]}
    responding.save(found, given, list(given), base=0)
    responding.submit(found)
    return row
