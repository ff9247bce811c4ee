"""What answers come to, for pages and actions: what is shown, what is wrong, totals and scores, what flows where.

The engine decides (`program`, `answers`, `scoring`); here its results get the shape that a page needs.
"""

from collections.abc import Container, Mapping
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.translation import gettext as _

from opencoach.people.models import Membership
from opencoach.questionnaires import numbers, spoken
from opencoach.questionnaires.answers import Upload, checked
from opencoach.questionnaires.definition import Computed, Definition, Page, Total
from opencoach.questionnaires.models import Response
from opencoach.questionnaires.ports import Flow
from opencoach.questionnaires.program import Outcome, Program, compiled, evaluate
from opencoach.questionnaires.spoken import Say
from opencoach.questionnaires.values import Value, number_of

MOST = 200  # programs that are kept
SAID = 3  # rows of a matrix or a table that are named as wrong
_programs: dict[int, tuple[Definition, Program]] = {}


def program_of(definition: Definition) -> Program:
    """The definition ready to run. Raises Cyclic and Wrong for a draft that `checks` finds errors in."""
    found = _programs.get(id(definition))
    if found is None or found[0] is not definition:
        if len(_programs) >= MOST:
            _programs.clear()
        found = _programs[id(definition)] = (definition, compiled(definition))
    return found[1]


@dataclass(frozen=True, slots=True)
class Standing:
    """How a draft stands. `hidden` has the paths that are not shown: `"#page"`, `"item"`, `"matrix.row"`,
    `"item=option"`; `problems` what is wrong with all that is shown, by question; `computed` the totals in words;
    `answers` those that count."""

    hidden: frozenset[str] = frozenset()
    problems: Mapping[str, list[str]] = field(default_factory=dict)
    computed: Mapping[str, str] = field(default_factory=dict)
    answers: Mapping[str, Any] = field(default_factory=dict)
    outcome: Outcome = field(default_factory=Outcome)

    def shows(self, path: str) -> bool:
        return path not in self.hidden

    def shows_page(self, page: str) -> bool:
        return f"#{page}" not in self.hidden

    def words(self, item: Any, value: Any, say: Say) -> str:
        """An answer on one line."""
        return spoken.plain(item, value, say)

    def told(self, page: Page) -> dict[str, Any]:
        """What a script on that page hears after saving."""
        own = {item.id for item in page.items}
        hidden = [path for path in self.hidden if path.split("=")[0].split(".")[0] in own]
        return {"hidden": sorted(hidden), "totals": dict(self.computed)}

    def scores(self) -> dict[str, Any]:
        """To be kept with the response: each score's number, and from how many answers it came."""
        found = self.outcome.scores.items()
        return {key: {"value": one.value, "there": one.there, "wanted": one.wanted} for key, one in found}


def standing(
    definition: Definition,
    answers: Mapping[str, Any],
    uploads: Mapping[str, Upload] | None = None,
    say: Say | None = None,
) -> Standing:
    """How a draft with these answers stands. `uploads` are the files that were sent for it."""
    say = say or spoken.sayer(definition.language, definition.language)
    program = program_of(definition)
    items: dict[str, Any] = {item.id: item for item in definition.questions}
    given = {
        key: full for key, value in answers.items() if key in items and (full := _filled(items[key], value)) is not None
    }
    hidden = hidden_paths(definition, evaluate(program, given))
    counted = {
        key: left for key, value in given.items() if (left := _without_hidden(items[key], value, hidden)) is not None
    }
    result = checked(program, counted, uploads)
    problems: dict[str, list[str]] = {}
    for path, why in result.errors.items():
        key, _dot, part = path.partition(".")
        problems.setdefault(key, []).append(_placed(items[key], part, why, say))
    problems = {key: why[:SAID] for key, why in problems.items()}
    named = {item.of for item in definition.items if isinstance(item, Total)}
    totals = {
        one.id: _total(result.outcome.values.get(one.id), one.decimals, say(getattr(one, "unit", None)))
        for one in definition.results
        if isinstance(one, Computed) or one.id in named
    }
    return Standing(hidden, problems, totals, result.answers, result.outcome)


def hidden_paths(definition: Definition, outcome: Outcome) -> frozenset[str]:
    """All that isn't shown, as paths."""
    found = {f"#{page.id}" for page in definition.pages if page.id not in outcome.pages}
    for item in definition.items:
        if item.id not in outcome.shown:
            found.add(item.id)
        gone = outcome.hidden.get(item.id, frozenset())
        found |= {f"{item.id}.{key}" for key in gone} | {f"{item.id}={key}" for key in gone}
    return frozenset(found)


def _filled(item: Any, value: Any) -> Any:
    """The answer without rows of a table that are empty; None for nothing."""
    if item.kind == "table" and isinstance(value, list):
        value = [row for row in value if row]
    return None if value in (None, "", [], {}) else value


def _without_hidden(item: Any, value: Any, hidden: frozenset[str]) -> Any:
    """The answer without rows and options that are hidden; None for nothing."""
    if item.kind == "matrix" and isinstance(value, Mapping):
        value = {row: one for row, one in value.items() if f"{item.id}.{row}" not in hidden}
    elif item.kind in {"multi", "ranking"} and isinstance(value, list):
        value = [one for one in value if not isinstance(one, str) or f"{item.id}={one}" not in hidden]
    elif item.kind == "single" and isinstance(value, str) and f"{item.id}={value}" in hidden:
        return None
    return None if value in ([], {}) else value


def _placed(item: Any, part: str, why: str, say: Say) -> str:
    """A mistake with the row of the matrix or the table that it is in."""
    if not part:
        return why
    key, _dot, number = part.partition(".")
    if number:
        return _("Row %(number)d: %(why)s") % {"number": int(number) + 1, "why": why}
    return f"{next((say(row.label) for row in item.rows if row.id == key), key)}: {why}"


def _total(value: Value, decimals: int, unit: str) -> str:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return value if isinstance(value, str) else ""
    return f"{numbers.shown(value, decimals)} {unit}".strip()


def defaults(definition: Definition, client: Membership, coach: Membership | None) -> dict[str, Any]:
    """What stands there before anybody typed: fixed values, and what is known of the person. Today is left to the day
    on which they answer: `today_of`."""
    known = {
        "name": client.display_name, "first_name": client.display_name.split(" ")[0], "email": client.person.email,
        "phone": client.phone, "language": client.language,
        "zone": client.zone, "coach": coach.display_name if coach else "", "practice": client.practice.name,
    }  # fmt: skip
    found: dict[str, Any] = {}
    for item in definition.items:
        default = getattr(item, "default", None)
        if default is None:
            continue
        value = known.get(default.from_, "") if default.from_ else default.value
        if value not in (None, ""):
            found[item.id] = value
    return found


def today_of(definition: Definition, client: Membership, touched: Container[str]) -> dict[str, str]:
    """The day on the clock of whoever answers, for questions that begin with it and that they have not `touched`."""
    today = timezone.localdate(timezone=ZoneInfo(client.zone)).isoformat()
    found = [
        item.id for item in definition.questions if (one := getattr(item, "default", None)) and one.from_ == "today"
    ]
    return {item: today for item in found if item not in touched}


def flows(response: Response, definition: Definition, found: Standing) -> list[tuple[str, Flow]]:
    """What goes where: the sink's name with the answer, total or score on its way. What is missing flows nowhere."""
    say = spoken.sayer(response.language or definition.language, definition.language)
    items: dict[str, Any] = {item.id: item for item in definition.questions}
    named: dict[str, Any] = {one.id: one for one in definition.computed}
    named |= {one.id: one for one in definition.scores}
    result = []
    for sink in definition.sinks:
        if sink.source in items and sink.source in found.answers:
            item, value = items[sink.source], found.answers[sink.source]
            label, text, parts = say(item.label), spoken.plain(item, value, say), spoken.parts(item, value, say)
        elif (worth := found.outcome.values.get(sink.source)) is not None and sink.source in named:
            one, value = named[sink.source], worth
            label, text = say(one.label), _total(worth, one.decimals, say(getattr(one, "unit", None)))
            parts = [text]
        else:
            continue
        number = number_of(found.outcome.values.get(sink.source))
        result.append((sink.port, Flow(response, sink.source, label, value, text, parts, number, sink.options)))
    return result
