"""How a score comes about, in plain words, from its specification: nobody has to believe a number."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from opencoach.questionnaires.definition import scores as spec
from opencoach.questionnaires.definition.document import Definition
from opencoach.questionnaires.definition.items import Matrix, Row
from opencoach.questionnaires.definition.text import said
from opencoach.questionnaires.numbers import shown

COMBINED: dict[str, tuple[Callable[[], str], Callable[[], str]]] = {
    "sum": (lambda: _("Your score is the sum of %(parts)s."), lambda: _("The score is the sum of %(parts)s.")),
    "mean": (lambda: _("Your score is the mean of %(parts)s."), lambda: _("The score is the mean of %(parts)s.")),
    "min": (lambda: _("Your score is the lowest of %(parts)s."), lambda: _("The score is the lowest of %(parts)s.")),
    "max": (lambda: _("Your score is the highest of %(parts)s."), lambda: _("The score is the highest of %(parts)s.")),
}


def explained(score: spec.Score, definition: Definition, language: str = "en", *, own: bool = True) -> list[str]:
    """Sentences, in order: what goes in, what happens to missing answers, what becomes of the number. `own`: told to
    whoever answered."""
    yours, its = COMBINED[score.combine]
    sentences = [(yours if own else its)() % {"parts": _parts(score, definition, language)}]
    if len(score.parts) > 1:
        sentences.append(_missing(score))
    return [*sentences, *(_step(step) for step in score.steps)]


def _parts(score: spec.Score, definition: Definition, language: str) -> str:
    """Questions by their number (“questions 1, 3 (reversed) and 7”), everything else by its name."""
    places = {item.id: str(number) for number, item in enumerate(definition.questions, start=1)}
    names = {one.id: said(one.label, language, definition.language) or one.id for one in definition.computed}
    names |= {one.id: said(one.label, language, definition.language) for one in definition.scores}
    rows = {
        f"{item.id}.{row.id}": said(row.label, language, definition.language) or row.id
        for item, row in _rows(definition)
    }
    numbered, named = [], []
    for part in score.parts:
        head, _dot, row = part.of.partition(".")
        if head in places:
            numbered.append(_noted(f"{places[head]} ({rows.get(part.of, row)})" if row else places[head], part))
        else:
            named.append(_noted(f"“{names.get(head, head)}”", part))
    words = []
    if numbered:
        start = _("question %(list)s") if len(numbered) == 1 else _("questions %(list)s")
        words.append(start % {"list": _listed(numbered)})
    if named:
        words.append(_listed(named))
    return _(" and ").join(words)


def _rows(definition: Definition) -> list[tuple[Matrix, Row]]:
    return [(item, row) for item in definition.items if isinstance(item, Matrix) for row in item.rows]


def _noted(name: str, part: spec.ScorePart) -> str:
    notes = []
    if part.map or part.cases:
        notes.append(_("recoded"))
    if part.reverse:
        notes.append(_("reversed"))
    if part.weight != 1:
        notes.append(_("times %(weight)s") % {"weight": shown(part.weight, 9)})
    if part.when:
        notes.append(_("only if it applies"))
    return f"{name} ({', '.join(notes)})" if notes else name


def _listed(names: list[str]) -> str:
    return (
        names[0] if len(names) == 1 else _("%(most)s and %(last)s") % {"most": ", ".join(names[:-1]), "last": names[-1]}
    )


def _missing(score: spec.Score) -> str:
    if isinstance(score.missing, spec.AtLeast):
        return _("At least %(n)s have to be answered; they stand for the rest.") % {"n": score.missing.at_least}
    return {
        "all": _("All of them have to be answered."),
        "half": _("At least half have to be answered; they stand for the rest."),
        "zero": _("What isn't answered counts as 0."),
    }[score.missing]


def _step(step: spec.Step) -> str:
    match step:
        case spec.Linear():
            multiply, add = shown(step.multiply, 9), shown(step.add, 9)
            return _("It is multiplied by %(multiply)s, and %(add)s is added.") % {"multiply": multiply, "add": add}
        case spec.Rescale():
            spans = [shown(one, 9) for one in (*step.from_, *step.to)]
            return _("It is brought from %(a)s–%(b)s to %(c)s–%(d)s.") % dict(zip("abcd", spans, strict=True))
        case spec.Norm():
            return _norm(step)
        case spec.Lookup():
            return _("The number that stands for it is read from a table.")
        case spec.Round():
            return _("It is rounded to %(n)s decimals.") % {"n": step.decimals}
        case spec.Clamp():
            return _("It can't leave the ends of its scale.")


def _norm(step: spec.Norm) -> str:
    if len(step.groups) == 1:
        group = {"mean": shown(step.groups[0].mean, 4), "sd": shown(step.groups[0].sd, 4)}
        if step.to == "z":
            return _("It says how many standard deviations of %(sd)s it is above the mean of %(mean)s.") % group
        return _("It is a T score: 50 is the mean of %(mean)s, and 10 are one standard deviation of %(sd)s.") % group
    return _("It is compared with the people of the same group.")
