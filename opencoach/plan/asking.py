"""What a check-in asks, as a questionnaire: drawn, read and checked by the one engine of questions.

How far it is comes always; the mood, what is in the way, what one is proud of and up to two own questions are the
choice of whoever set the rhythm. Pure but for the reader's language.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from opencoach.plan.models import CheckIn
from opencoach.questionnaires import outcomes
from opencoach.questionnaires.definition import Definition
from opencoach.questionnaires.forms import FillForm
from opencoach.questionnaires.rendering.sight import Sight
from opencoach.questionnaires.spoken import sayer

LEFT_OUT = ("mood", "obstacle", "proud")  # what may be left out
MOST_OWN = 2
LONGEST = 2000  # characters of an answer


@dataclass(frozen=True, slots=True)
class Asks:
    """What one rhythm asks besides the progress: of `LEFT_OUT` those in `parts`, and own questions."""

    parts: frozenset[str] = frozenset(LEFT_OUT)
    own: tuple[str, ...] = ()

    @classmethod
    def read(cls, words: Mapping[str, Any]) -> "Asks":
        """From the sealed words of a rhythm; nothing there is the usual."""
        left_out = set(words.get("left_out") or ())
        return cls(frozenset(LEFT_OUT) - left_out, tuple(str(one) for one in words.get("own") or ())[:MOST_OWN])

    @property
    def words(self) -> dict[str, Any]:
        """As they are kept in the words of a rhythm."""
        return {"left_out": [one for one in LEFT_OUT if one not in self.parts], "own": list(self.own)}


def questions(asks: Asks, goal: str) -> Definition:
    """The questions in the reader's language; `goal` is the title of the one they are about, "" for all of it."""
    return _questions(asks, goal, get_language() or "en")


@lru_cache(100)
def _questions(asks: Asks, goal: str, language: str) -> Definition:
    items: list[dict[str, Any]] = [
        {
            "kind": "scale", "id": "progress", "required": True, "min": 0, "max": 10,
            "label": _("How far has this come?") if goal else _("How is it going with what you set out for?"),
            "help": _("0: not at all. 10: it could not be better."),
        }
    ]  # fmt: skip
    if "mood" in asks.parts:
        labels = {str(int(value)): str(label) for value, label in CheckIn.Mood.choices}
        items.append(
            {"kind": "scale", "id": "mood", "min": 1, "max": 5, "labels": labels, "label": _("How does it feel?")}
        )
    if "obstacle" in asks.parts:
        items.append(_lines("obstacle", _("What is in the way?")))
    if "proud" in asks.parts:
        items.append(_lines("proud", _("What are you proud of?")))
    items += [_lines(f"own_{number}", text) for number, text in enumerate(asks.own, start=1)]
    pages = [{"id": "now", "items": items}]
    return Definition.model_validate({"format": 1, "language": language, "title": _("Check-in"), "pages": pages})


def _lines(key: str, label: str) -> dict[str, Any]:
    return {"kind": "long_text", "id": key, "label": label, "rows": 2, "max_length": LONGEST}


@dataclass(frozen=True, slots=True)
class Said:
    """A check-in as it was answered. `own`: (question, answer) pairs, the question as it was asked then."""

    progress: int
    mood: int | None = None
    obstacle: str = ""
    proud: str = ""
    own: Sequence[tuple[str, str]] = ()


def form_of(asked: Definition, answers: Mapping[str, Any], data: Any = None) -> FillForm:
    """The questions to draw, filled with these answers, or with what was typed and what is wrong with it."""
    language = asked.language
    items = asked.pages[0].items
    sight = Sight(language=language, fallback=language, marks=True)
    form = FillForm(items, sight, answers, data=data)
    if data is None:
        return form
    found = outcomes.standing(asked, form.sent, None, sayer(language, language))
    return FillForm(items, sight, answers, data=data, problems=found.problems)


def said(asked: Definition, form: FillForm) -> Said:
    """What a form without problems says."""
    given = {key: value for key, value in form.sent.items() if value not in (None, "")}
    own = [
        (str(item.label), str(given[item.id]))
        for item in asked.pages[0].items
        if item.id.startswith("own_") and item.id in given
    ]
    mood = given.get("mood")
    return Said(
        int(given["progress"]), int(mood) if mood is not None else None, str(given.get("obstacle", "")),
        str(given.get("proud", "")), own,
    )  # fmt: skip


def answers_of(row: CheckIn, words: Mapping[str, Any], asks: Asks) -> dict[str, Any]:
    """The answers of a check-in that was given, by question: to be corrected."""
    kept = {str(one["question"]): str(one["answer"]) for one in words.get("own") or ()}
    own = {f"own_{number}": kept.get(text) for number, text in enumerate(asks.own, start=1)}
    return {
        "progress": row.progress, "mood": row.mood, "obstacle": words.get("obstacle"), "proud": words.get("proud"),
        **own,
    }  # fmt: skip
