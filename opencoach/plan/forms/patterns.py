from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from opencoach.lib.words import one_line
from opencoach.people.forms.fields import OneLine
from opencoach.plan import levels
from opencoach.plan.forms.fields import LINE, line
from opencoach.plan.patterns import Pattern, Step

MOST_LINES = 12


class Lines(forms.CharField):
    """Sentences, one on each line."""

    def __init__(self, **options: Any) -> None:
        widget = forms.Textarea(attrs={"rows": 4})
        super().__init__(**{"required": False, "max_length": 5000, "widget": widget, **options})

    def clean(self, value: Any) -> list[str]:
        lines = [one_line(row)[:LINE] for row in (super().clean(value) or "").splitlines()]
        return [row for row in lines if row][:MOST_LINES]


class PatternForm(forms.Form):
    """A plan for other clients, in the coach's own words."""

    name = OneLine(label=_("Name of the template"), max_length=160)
    title = line(_("The goal"), required=True)
    why = line(_("Why it matters"))
    p2 = line(_("+2: much more than expected"))
    p1 = line(_("+1: more than expected"))
    z0 = line(_("0: as expected"))
    m1 = line(_("−1: less than expected"))
    m2 = line(_("−2: much less than expected"))
    strategies = Lines(label=_("Strategies"), help_text=_("One on each line."))
    actions = Lines(
        label=_("Actions"), help_text=_("One on each line; what to do when, after a bar: Walk | after lunch")
    )

    def __init__(self, data: Any = None, initial: Any = None, hints: dict[str, str] | None = None) -> None:
        super().__init__(data, initial=initial)
        for name, hint in (hints or {}).items():
            self.fields[name].help_text = _now("In this plan it reads: “%(text)s”. It is not copied.") % {"text": hint}

    @property
    def pattern(self) -> Pattern:
        said = self.cleaned_data
        steps = [
            Step(do=do.strip(), if_then=cue.strip())
            for do, _bar, cue in (row.partition("|") for row in said["actions"])
        ]
        return Pattern(
            title=said["title"], why=said["why"], levels=[said[key] for key in levels.KEYS],
            strategies=said["strategies"], actions=[step for step in steps if step.do],
        )  # fmt: skip


def initial_of(pattern: Pattern) -> dict[str, Any]:
    """What a form about this pattern begins with."""
    steps = [f"{step.do} | {step.if_then}" if step.if_then else step.do for step in pattern.actions]
    return {
        "title": pattern.title,
        "why": pattern.why,
        **levels.as_kept(pattern.levels),
        "strategies": "\n".join(pattern.strategies),
        "actions": "\n".join(steps),
    }
