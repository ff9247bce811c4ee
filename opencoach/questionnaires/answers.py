"""Whether answers fit their questions. The server decides here; frontend/src/questionnaires says the same earlier."""

import datetime as dt
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from opencoach.questionnaires.definition import items as kinds
from opencoach.questionnaires.definition.items import Column, Item
from opencoach.questionnaires.definition.limits import LARGEST, LONGEST_ANSWER
from opencoach.questionnaires.numbers import shown
from opencoach.questionnaires.program import Outcome, Program, evaluate
from opencoach.questionnaires.values import Choice, Hidden, trimmed, value_of

EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")
URL = re.compile(r"https?://[^\s/]+\S*", re.IGNORECASE)
PHONE = re.compile(r"\+?[0-9 ()/.-]{5,30}")


@dataclass(frozen=True, slots=True)
class Upload:
    """What is known of a file that was sent: bytes, media type, seconds of a recording."""

    size: int
    type: str
    seconds: float | None = None


@dataclass(slots=True)
class Checked:
    """`errors` by item (a row of a matrix as `item.row`, a cell of a table as `item.column.2`, from 0)."""

    outcome: Outcome
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def answers(self) -> dict[str, Any]:
        """What may be stored: of shown items only."""
        return self.outcome.answers


def checked(
    program: Program,
    answers: Mapping[str, Any],
    uploads: Mapping[str, Upload] | None = None,
    *,
    page: str | None = None,
) -> Checked:
    """All that is wrong with the answers to what is shown, in words for whoever answered; on one page, or everywhere.
    `uploads` are the files that this person has sent, by id."""
    outcome = evaluate(program, answers)
    result = Checked(outcome)
    for item in program.definition.questions:
        if item.id in outcome.shown and page in {None, program.page_of[item.id]}:
            hidden = outcome.hidden.get(item.id, frozenset())
            _check(item, answers.get(item.id), hidden, uploads or {}, result.errors)
    return result


def _check(item: Item, answer: Any, hidden: Hidden, uploads: Mapping[str, Upload], errors: dict[str, str]) -> None:
    required = getattr(item, "required", False)
    if isinstance(item, kinds.Matrix):
        _check_matrix(item, answer, hidden, errors)
    elif isinstance(item, kinds.Table):
        _check_table(item, answer, errors)
    elif _blank(answer):
        if required:
            errors[item.id] = _needed(item)
    elif error := _wrong(item, answer, hidden, uploads):
        errors[item.id] = error
    elif required and value_of(item, answer, hidden) is None:
        errors[item.id] = _needed(item)


def _blank(answer: Any) -> bool:
    return trimmed(answer) == "" if isinstance(answer, str) else answer is None or answer in ([], {})


def _needed(item: Item | Column) -> str:
    if isinstance(item, kinds.Single | kinds.Scale | kinds.Multi | kinds.Ranking | kinds.SingleColumn):
        return _("Please choose an answer.")
    return _("Please answer this.")


def _check_matrix(item: kinds.Matrix, answer: Any, hidden: Hidden, errors: dict[str, str]) -> None:
    given = answer if isinstance(answer, Mapping) else {}
    options = {one.id for one in item.options} - hidden
    for row in item.rows:
        if row.id in hidden:
            continue
        if given.get(row.id) in (None, ""):
            if item.required:
                errors[f"{item.id}.{row.id}"] = _("Please choose an answer.")
        elif given[row.id] not in options if isinstance(given[row.id], str) else True:
            errors[f"{item.id}.{row.id}"] = _("Please choose one of the answers.")


def _check_table(item: kinds.Table, answer: Any, errors: dict[str, str]) -> None:
    rows = answer if isinstance(answer, list) else []
    if item.required and not rows:
        errors[item.id] = _("Please answer this.")
    elif rows and len(rows) < item.min_rows:
        errors[item.id] = ngettext("Fill in at least %(n)s row.", "Fill in at least %(n)s rows.", item.min_rows) % {
            "n": item.min_rows
        }
    elif len(rows) > item.max_rows:
        errors[item.id] = ngettext("At most %(n)s row.", "At most %(n)s rows.", item.max_rows) % {"n": item.max_rows}
        return
    for number, row in enumerate(rows):
        for column in item.columns:
            cell = row.get(column.id) if isinstance(row, Mapping) else None
            if cell in (None, ""):
                if column.required:
                    errors[f"{item.id}.{column.id}.{number}"] = _needed(column)
            elif error := _wrong(column, cell, frozenset(), {}):
                errors[f"{item.id}.{column.id}.{number}"] = error


def _wrong(item: Item | Column, answer: Any, hidden: Hidden, uploads: Mapping[str, Upload]) -> str | None:  # noqa: PLR0911
    match item:
        case kinds.TextItem() | kinds.LongText() | kinds.TextColumn():
            return _wrong_text(item, answer)
        case kinds.NumberItem() | kinds.Scale() | kinds.Slider() | kinds.NumberColumn():
            return _wrong_number(item, answer)
        case kinds.DateItem() | kinds.DateColumn():
            return _wrong_date(item, answer)
        case kinds.TimeItem() | kinds.TimeColumn():
            return _wrong_time(item, answer)
        case kinds.Single() | kinds.SingleColumn():
            known = isinstance(value_of(item, answer, hidden), Choice)
            return None if known and _other_fits(answer) else _("Please choose one of the answers.")
        case kinds.Multi() | kinds.Ranking():
            return _wrong_choices(item, answer, hidden)
        case kinds.Files() | kinds.Audio() | kinds.Video():
            return _wrong_files(item, answer, uploads)
    return None


def _wrong_text(item: Any, answer: Any) -> str | None:  # noqa: PLR0911
    if not isinstance(answer, str):
        return _("Please write a text.")
    length = len(trimmed(answer))
    most = item.max_length or (LONGEST_ANSWER if isinstance(item, kinds.LongText) else 1_000)
    if length > most:
        return _("This is too long: %(length)s characters, at most %(most)s.") % {"length": length, "most": most}
    least = getattr(item, "min_length", None)
    if least and length < least:
        return _("This is too short: %(length)s characters, at least %(least)s.") % {"length": length, "least": least}
    match getattr(item, "pattern", None):
        case "email" if not EMAIL.fullmatch(trimmed(answer)):
            return _("Please write an e-mail address, such as ana@example.org.")
        case "url" if not URL.fullmatch(trimmed(answer)):
            return _("Please write an address that begins with https://.")
        case "phone" if not PHONE.fullmatch(trimmed(answer)):
            return _("Please write a phone number, such as +49 30 123456.")
    return None


def _wrong_number(item: Any, answer: Any) -> str | None:  # noqa: PLR0911
    if isinstance(answer, bool) or not isinstance(answer, int | float) or not math.isfinite(answer):
        return _("Please write a number.")
    if abs(answer) > LARGEST:
        return _("This number is too large.")
    if item.min is not None and answer < item.min:
        return _("It has to be at least %(least)s.") % {"least": shown(item.min, 9)}
    if item.max is not None and answer > item.max:
        return _("It may be at most %(most)s.") % {"most": shown(item.max, 9)}
    step = 1 if isinstance(item, kinds.Scale) else item.step
    if step is None:
        return None
    steps = (Fraction(repr(answer)) - Fraction(repr(item.min or 0))) / Fraction(repr(step))
    if steps.denominator == 1:
        return None
    return (
        _("Please write a whole number.")
        if step == 1
        else _("It goes in steps of %(step)s.") % {"step": shown(step, 9)}
    )


def _wrong_date(item: Any, answer: Any) -> str | None:
    try:
        if not isinstance(answer, str) or dt.date.fromisoformat(answer).isoformat() != answer:
            raise ValueError
    except ValueError:
        return _("Please write a day, such as 2026-11-24.")
    return _wrong_span(item, answer)


def _wrong_time(item: Any, answer: Any) -> str | None:
    if not isinstance(answer, str) or not re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", answer):
        return _("Please write a time, such as 08:30.")
    return _wrong_span(item, answer)


def _wrong_span(item: Any, answer: str) -> str | None:
    if item.min is not None and answer < item.min:
        return _("It has to be %(least)s or later.") % {"least": item.min}
    if item.max is not None and answer > item.max:
        return _("It has to be %(most)s or earlier.") % {"most": item.max}
    return None


def _other_fits(answer: Any) -> bool:
    return not isinstance(answer, Mapping) or (len(answer) == 1 and len(answer["other"]) <= 1_000)


def _wrong_choices(item: kinds.Multi | kinds.Ranking, answer: Any, hidden: Hidden) -> str | None:
    chosen = value_of(item, answer, hidden)
    ids = [one.id for one in chosen] if isinstance(chosen, list) else []
    if not isinstance(answer, list) or len(ids) < len(answer) or not all(map(_other_fits, answer)):
        return _("Please choose from the answers.")
    if len(set(ids)) < len(ids):
        return _("One answer stands twice.")
    if isinstance(item, kinds.Ranking):
        there = sum(1 for option in item.options if option.id not in hidden)
        wanted = min(item.count or there, there)
        return None if len(ids) == wanted else _("Please put %(n)s in order.") % {"n": wanted}
    if item.min_count and len(ids) < item.min_count:
        return _("Please choose at least %(n)s.") % {"n": item.min_count}
    if item.max_count and len(ids) > item.max_count:
        return _("Please choose at most %(n)s.") % {"n": item.max_count}
    return None


def _wrong_files(item: Any, answer: Any, uploads: Mapping[str, Upload]) -> str | None:
    if not isinstance(answer, list) or any(not isinstance(one, str) or one not in uploads for one in answer):
        return _("A file is missing. Please send it again.")
    most = getattr(item, "max_count", 1)
    if len(answer) > most:
        return ngettext("At most %(n)s file.", "At most %(n)s files.", most) % {"n": most}
    for one in (uploads[each] for each in answer):
        if item.max_bytes and one.size > item.max_bytes:
            return _("The file is too large: at most %(n)s MB.") % {"n": shown(item.max_bytes / 1e6, 1)}
        if not _fits(one.type, _types(item)):
            return _("This kind of file is not asked for.")
        if one.seconds and getattr(item, "max_seconds", None) and one.seconds > item.max_seconds + 1:
            return _("The recording is too long: at most %(n)s seconds.") % {"n": item.max_seconds}
    return None


def _types(item: Any) -> list[str]:
    return item.types if isinstance(item, kinds.Files) else [f"{item.kind}/*"]


def _fits(type_: str, wanted: list[str]) -> bool:
    family = type_.partition("/")[0]
    return not wanted or type_ in wanted or f"{family}/*" in wanted
