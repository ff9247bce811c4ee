"""A questionnaire, its pages and its questions, as its maker changes them: in plain words."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from opencoach.people.forms.fields import OneLine
from opencoach.questionnaires import editing, ports
from opencoach.questionnaires.definition import Definition, Page
from opencoach.questionnaires.editing import Work
from opencoach.questionnaires.forms import kinds, lines, settings
from opencoach.questionnaires.forms.parts import Inner, parts_of
from opencoach.questionnaires.forms.rule_words import Words
from opencoach.questionnaires.forms.rules import RuleForm
from opencoach.questionnaires.models import Questionnaire
from opencoach.questionnaires.rendering.posted import typed_number


class AboutForm(forms.Form):
    """What a questionnaire is called, what for, and who is asked it."""

    title = OneLine(label=_("Title"), max_length=200)
    description = forms.CharField(
        label=_("What is said before"), required=False, max_length=5_000, widget=forms.Textarea(attrs={"rows": 2})
    )
    thanks = OneLine(label=_("What is said after sending"), required=False, max_length=500)
    purpose = forms.ChoiceField(label=_("What it is for"), choices=Questionnaire.MADE)
    attached = forms.ChoiceField(
        label=_("An intake is asked"), required=False, choices=Questionnaire.Attached.choices,
        help_text=_("Only an intake is asked by itself, and only once it is published."),
    )  # fmt: skip
    shared = forms.BooleanField(label=_("Colleagues may use it"), required=False)


class ItemForm(RuleForm):
    """A question. Which fields there are depends on its kind."""

    label = OneLine(label=_("What is asked"), max_length=1_000, required=False)
    help = OneLine(label=_("Help"), max_length=1_000, required=False)
    required = forms.BooleanField(label=_("It has to be answered"), required=False)

    def __init__(self, definition: Definition, item: Any, data: Any = None) -> None:
        self.item, self.kind, self.definition = item, item.kind, definition
        super().__init__(definition, item, {item.id}, data, self._initial())
        self.fields.update(kinds.fields_of(self.kind))
        self._settings = settings.fields_of(item)
        self.fields.update(self._settings)
        if self.kind in {"info", "total"}:
            del self.fields["required"]
        self._flow_fields()
        self.add_rule_fields()

    def _initial(self) -> dict[str, Any]:
        item, say = self.item, self._say
        found: dict[str, Any] = {"label": say(item.label), "help": say(item.help)}
        found["required"] = getattr(item, "required", False)
        for name in ("min", "max", "step"):
            value = getattr(item, name, None)
            found[name] = f"{value:g}" if isinstance(value, int | float) else value or ""
        for name in ("unit", "low", "high", "body", "other"):
            found[name] = say(getattr(item, name, None))
        if self.kind in kinds.OPTIONS:
            found["options"] = "\n".join(
                say(one.label) + (f" = {one.value:g}" if one.value is not None else "") for one in item.options
            )
        if self.kind == "matrix":
            found["rows"] = "\n".join(say(row.label) for row in item.rows)
        if self.kind == "table":
            found["columns"] = "\n".join(lines.column_line(one, say) for one in item.columns)
        if self.kind == "scale":
            found["labels"] = "\n".join(f"{point} = {say(words)}" for point, words in item.labels.items())
        if self.kind == "total":
            found["expression"] = next((one.expression for one in self.definition.computed if one.id == item.of), "")
        return found | settings.initial_of(item, say)

    @property
    def source(self) -> str:
        """What flows: the answer, or what a total works out."""
        return str(self.item.of if self.kind == "total" else self.item.id)

    def _flow_fields(self) -> None:
        sinks = ports.sinks_for("computed" if self.kind == "total" else self.kind) if self.kind != "info" else []
        known = [one for one in self.definition.sinks if one.source == self.source]
        if not sinks or len(known) > 1 or any(one.port not in {sink.name for sink in sinks} for one in known):
            return  # what this form can't say stays as it is
        self.fields["flows"] = forms.ChoiceField(
            label=_("What is answered is also"), required=False,
            choices=[("", _("Nothing else")), *((sink.name, sink.label) for sink in sinks)],
            initial=known[0].port if known else "",
        )  # fmt: skip
        if label := next((sink.name_label for sink in sinks if sink.name_label), ""):
            self.fields["flows_name"] = OneLine(
                label=str(label), required=False, max_length=120,
                help_text=_("The question itself where this is empty."),
                initial=str(known[0].options.get("name", "")) if known else "",
            )  # fmt: skip

    def flow(self) -> Work | None:
        """The change to where the answer goes; None where the form doesn't ask."""
        if "flows" not in self.fields:
            return None
        port = self.cleaned_data["flows"]
        named = port in ports.sinks and bool(ports.sinks[port].name_label)
        return editing.flow(self.source, port, self.cleaned_data.get("flows_name", "") if named else "")

    def plain(self) -> list[Any]:
        """What it asks, and how: everything but its settings and its conditions."""
        return [self[name] for name in self.fields if name not in self._settings and not self.is_of_rule(name)]

    def limits(self) -> list[Any]:
        """Limits and the like."""
        return [self[name] for name in self._settings]

    @property
    def has_limits(self) -> bool:
        """Whether one of them is set, or wrong."""
        return any(self.initial.get(name) not in ("", None, "list") or name in self.errors for name in self._settings)

    @property
    def inner(self) -> list[Inner]:
        """Its rows and answers, each with when it is shown."""
        words = Words(self.definition)
        return [Inner(f"{name}.{one.id}", self._say(one.label), words.rule(one.visible))
                for name, listed in parts_of(self.item).items() for one in listed]  # fmt: skip

    @property
    def has_inner_rules(self) -> bool:
        return any(one.when for one in self.inner)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        for name in ("min", "max", "step"):
            is_number = name in self.fields and self.kind not in {"date", "time"}
            value = typed_number(given.get(name, "") or "") if is_number else None
            if isinstance(value, str):
                self.add_error(name, _now("Write a number."))
        return given

    def values(self) -> dict[str, Any]:
        """What `editing.change` sets. Raises ValidationError where lines don't say what they have to."""
        given, item = self.cleaned_data, self.item
        found: dict[str, Any] = {name: given.get(name, "") for name in ("label", "help")}
        if "required" in self.fields:
            found["required"] = given["required"]
        for name in ("min", "max", "step"):
            if name in self.fields and self.kind not in {"date", "time"}:
                found[name] = typed_number(given[name])
        found |= {name: given[name] for name in ("unit", "low", "high", "body", "other") if name in self.fields}
        if "options" in self.fields:
            found["options"] = lines.options(given["options"], item.options, self._say)
        if "rows" in self.fields:
            found["rows"] = lines.named(given["rows"], item.rows, self._say, "row")
        if "columns" in self.fields:
            found["columns"] = lines.columns(given["columns"], item.columns, self._say)
        if "labels" in self.fields:
            found["labels"] = dict(lines.parted(line) for line in lines.each(given["labels"]))
        found |= settings.values_of(item, given)
        if self.has_rule:
            found["visible"] = self.rule()
        return found


class PageForm(RuleForm):
    """What stands above the questions of a page, and when it is shown at all."""

    title = OneLine(label=_("Title"), max_length=300, required=False)
    description = forms.CharField(
        label=_("Words below it"), required=False, max_length=5_000, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, definition: Definition, page: Page, data: Any = None) -> None:
        self.definition = definition
        initial = {name: self._say(getattr(page, name)) for name in ("title", "description")}
        super().__init__(definition, page, {one.id for one in page.items}, data, initial)
        self.add_rule_fields()

    def values(self) -> dict[str, Any]:
        """What `editing.change_page` sets."""
        found: dict[str, Any] = {name: self.cleaned_data[name] for name in ("title", "description")}
        return found | ({"visible": self.rule()} if self.has_rule else {})
