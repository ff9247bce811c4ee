"""A score, as its maker changes it: what counts, what the other way round, and what its values are called."""

from itertools import pairwise
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from opencoach.people.forms.fields import OneLine
from opencoach.questionnaires.checks import paths
from opencoach.questionnaires.definition import Definition, Matrix, Score, said
from opencoach.questionnaires.definition import scores as spec
from opencoach.questionnaires.forms.kinds import lines
from opencoach.questionnaires.rendering.posted import several_lines, typed_number

COMBINE = [("sum", _("The sum")), ("mean", _("The mean")), ("min", _("The lowest")), ("max", _("The highest"))]
MISSING = [
    ("all", _("There is no score unless all are answered")),
    ("half", _("Half of the answers are enough; they stand for the rest")),
    ("zero", _("They count as 0")),
]
COUNTS = [("", _("doesn't count")), ("plain", _("counts"))]
REVERSED = ("reversed", _("counts the other way round"))


def is_simple(score: Score) -> bool:
    """Whether this form can say all that the score says."""
    return (
        not score.steps
        and not isinstance(score.missing, spec.AtLeast)
        and all(not (one.map or one.cases or one.when) and one.weight == 1 for one in score.parts)
        and _begin(score.bands) is not None
    )


class ScoreForm(forms.Form):
    """One score. The parts are fields of their own, `part-<path>`."""

    label = OneLine(label=_("What it is called"), max_length=200)
    combine = forms.ChoiceField(label=_("How the answers are put together"), choices=COMBINE)
    missing = forms.ChoiceField(label=_("When answers are missing"), choices=MISSING)
    bands = lines(
        _("What its values are called"),
        _("From which value on, one on each line: “0 = low”, “10 = high”. The first may begin anywhere: “= low”."),
        required=False,
    )  # fmt: skip

    def __init__(self, definition: Definition, score: Score, data: Any = None) -> None:
        self.definition, self.score = definition, score
        old = {part.of: part for part in score.parts}
        initial = {
            "label": said(score.label, definition.language, definition.language), "combine": score.combine,
            "missing": score.missing if isinstance(score.missing, str) else "all",
            "bands": "\n".join(_line(at, self._say(one.label)) for at, one in _begin(score.bands) or []),
        }  # fmt: skip
        super().__init__(data, initial=initial)
        self.spans = {key: span for key, _label, span in countable(definition, score.id)}
        for key, label, span in countable(definition, score.id):
            field = forms.ChoiceField(
                label=label, required=False, choices=[*COUNTS, *([REVERSED] if span else [])],
                widget=forms.Select(attrs={"class": "input"}),
            )  # fmt: skip
            field.initial = "" if key not in old else "reversed" if old[key].reverse else "plain"
            self.fields[f"part-{key}"] = field

    def _say(self, text: Any) -> str:
        return said(text, self.definition.language, self.definition.language)

    def plain(self) -> list[Any]:
        return [self[name] for name in self.fields if not name.startswith("part-")]

    def parts(self) -> list[Any]:
        return [self[name] for name in self.fields if name.startswith("part-")]

    def clean_bands(self) -> list[dict[str, Any]]:
        found: list[tuple[float | None, str]] = []
        for line in several_lines(self.cleaned_data["bands"]).split("\n"):
            if not line.strip():
                continue
            start, equals, label = line.partition("=")
            value = typed_number(start)
            anywhere = value is None and not found
            if not equals or not label.strip() or not (anywhere or isinstance(value, int | float)):
                words = _now("“%(line)s” doesn't say from which value on: write it as “10 = high”.")
                raise ValidationError(words % {"line": line.strip()[:60]})
            before = found[-1][0] if found else None
            if before is not None and isinstance(value, int | float) and value <= before:
                raise ValidationError(_now("Each line begins higher than the one before."))
            found.append((value if isinstance(value, int | float) else None, label.strip()[:200]))
        return [self._band(at, found) for at in range(len(found))]

    def _band(self, at: int, found: list[tuple[float | None, str]]) -> dict[str, Any]:
        start, label = found[at]
        old = next((one for one in self.score.bands if self._say(one.label) == label), None)
        kept = old.model_dump(mode="json", by_alias=True, exclude_defaults=True) if old else {}
        kept = {name: kept[name] for name in ("id", "label", "words") if name in kept}
        upper = {"to": found[at + 1][0]} if at + 1 < len(found) else {}
        lower = {} if start is None else {"from": start}
        return {"label": label, **kept, **lower, **upper}

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not any(given.get(f"part-{key}") for key in self.spans):
            raise ValidationError(_now("Choose at least one question that counts."))
        return given

    def values(self) -> dict[str, Any]:
        """The score as data."""
        given = self.cleaned_data
        parts = []
        for key, span in self.spans.items():
            if chosen := given[f"part-{key}"]:
                parts.append({"of": key, **({"reverse": list(span)} if chosen == "reversed" and span else {})})
        old = self.score.label
        label = given["label"] if self._say(old) != given["label"] else old
        kept = {"help": self.score.help} if self.score.help else {}
        return {
            "id": self.score.id, "label": label, **kept, "parts": parts, "combine": given["combine"],
            "missing": given["missing"], "bands": given["bands"], "decimals": self.score.decimals,
        }  # fmt: skip


Span = tuple[float, float] | None


def countable(definition: Definition, without: str = "") -> list[tuple[str, str, Span]]:
    """What can go into a score: its path, its words, and from where to where it goes (None where nobody knows)."""
    types = paths(definition)

    def say(text: Any) -> str:
        return said(text, definition.language, definition.language)

    found: list[tuple[str, str, Span]] = []
    for item in definition.questions:
        if isinstance(item, Matrix):
            span = _span_of(item)
            named = [(f"{item.id}.{row.id}", f"{say(item.label)} {say(row.label)}", span) for row in item.rows]
            found += named if _has_values(item) else []
        elif types[item.id] == "number" or (types[item.id] == "choice" and _has_values(item)):
            found.append((item.id, say(item.label) or item.id, _span_of(item)))
    found += [(one.id, say(one.label) or one.id, None) for one in definition.computed]
    return found + [(one.id, say(one.label), None) for one in definition.scores if one.id != without]


def _has_values(item: Any) -> bool:
    return any(one.value is not None for one in item.options)


def _span_of(item: Any) -> Span:
    if hasattr(item, "options"):
        values = [one.value for one in item.options if one.value is not None]
        low, high = (min(values), max(values)) if values else (None, None)
    else:
        low, high = item.min, item.max
    return (low, high) if low is not None and high is not None and low < high else None


def _line(start: float | None, label: str) -> str:
    return f"= {label}" if start is None else f"{start:g} = {label}"


def _begin(bands: list[spec.Band]) -> list[tuple[float | None, spec.Band]] | None:
    """Where each band begins (None: anywhere), if each ends where the next one begins; None where they don't."""
    for one, after in pairwise(bands):
        if one.to is None or one.to != after.from_:
            return None
    if bands and bands[-1].to is not None:
        return None
    return [(one.from_, one) for one in bands]
