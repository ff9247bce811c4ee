"""What is asked about a session: four questions of our own, from 0 to 10, the same of both sides. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from opencoach.questionnaires.definition import Definition, read

LEAST, MOST = 0, 10
LOW = 4  # a mark up to here is worth a word
LOW_MEAN = 6.0  # and so is a mean below this
WORDS = "words"
LONGEST = 2_000  # characters of the words beside


@dataclass(frozen=True, slots=True)
class Question:
    """`name` is for tables and charts, the others for whoever is asked."""

    key: str
    name: str | Promise
    client: str | Promise
    coach: str | Promise


QUESTIONS = (
    Question("heard", _("Heard"), _("Did you feel heard?"), _("Did your client feel heard?")),
    Question(
        "topics", _("Right topics"), _("Was it about what matters to you now?"),
        _("Was it about what matters to them now?"),
    ),
    Question("way", _("Right way"), _("Did this way of working suit you?"), _("Did this way of working suit them?")),
    Question("useful", _("Useful"), _("Do you take something with you?"), _("Do they take something with them?")),
)  # fmt: skip
ENDS = (_("Not at all"), _("Fully"))


@cache
def definition() -> Definition:
    """The built-in questionnaire, in English as it is kept; its pages say it in the reader's language."""
    items: list[dict[str, object]] = [
        {
            "kind": "scale", "id": one.key, "label": name, "min": LEAST, "max": MOST,
            "labels": {"0": "Not at all", "10": "Fully"},
        }
        for one, name in zip(QUESTIONS, ("Heard", "Right topics", "Right way", "Useful"), strict=True)
    ]  # fmt: skip
    items.append({"kind": "long_text", "id": WORDS, "label": "In a few words", "max_length": LONGEST})
    return read({"format": 1, "title": "How the session was", "pages": [{"id": "rating", "items": items}]})


def mean(marks: Mapping[str, int]) -> float | None:
    """Of the marks that were given; None for none."""
    return sum(marks.values()) / len(marks) if marks else None


def is_low(marks: Mapping[str, int]) -> bool:
    """Whether the coach had better ask: one mark of at most `LOW`, or a mean below `LOW_MEAN`."""
    average = mean(marks)
    return average is not None and (min(marks.values()) <= LOW or average < LOW_MEAN)
