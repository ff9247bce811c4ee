"""A page of questions as a Django form: one field per question, whose widget draws and reads it."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.safestring import SafeString

from opencoach.questionnaires.definition import Info, Item, Total
from opencoach.questionnaires.rendering import names, posted
from opencoach.questionnaires.rendering.blocks import block
from opencoach.questionnaires.rendering.sight import Drawn, Sight


class ItemWidget(forms.Widget):
    """Draws a question as its whole block, and reads its answer out of what was sent."""

    def __init__(self, item: Item, sight: Sight) -> None:
        super().__init__()
        self.item, self.sight = item, sight
        self.needs_multipart_form = item.kind in {"file", "audio", "video"}

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        return posted.answer(self.item, data)

    def id_for_label(self, id_: str | None) -> str:
        return names.block(self.item.id)

    def drawn(self, value: Any, errors: Sequence[str]) -> SafeString:
        return block(Drawn(self.item, value, errors), self.sight)


class FillForm(forms.Form):
    """The questions of one page. `answers` are the stored ones; with `data`, what was typed goes before them.

    `problems` are those that `outcomes` found, by question: the form only shows them.
    """

    def __init__(
        self,
        items: Sequence[Item],
        sight: Sight,
        answers: Mapping[str, Any],
        *,
        data: QueryDict | None = None,
        problems: Mapping[str, list[str]] | None = None,
    ) -> None:
        super().__init__()
        self.items, self.sight, self.answers = items, sight, answers
        self.problems = problems or {}
        for item in items:
            if not isinstance(item, Info | Total):
                field = forms.Field(label=sight.say(item.label) or item.id, required=False)
                field.widget = ItemWidget(item, sight)
                self.fields[item.id] = field
        if data is not None:
            read = {name: field.widget.value_from_datadict(data, {}, name) for name, field in self.fields.items()}
            self.answers = {**answers, **read}
        for name, said in self.problems.items():
            if name in self.fields:
                self.errors.setdefault(name, self.error_class()).extend(said)

    @property
    def sent(self) -> dict[str, Any]:
        """What the page says now, question by question; None for what has no answer."""
        return {name: self.answers.get(name) for name in self.fields}

    def blocks(self) -> SafeString:
        """Everything on the page, in order."""
        return SafeString(
            "".join(
                block(Drawn(item, self.answers.get(item.id), self.problems.get(item.id, ())), self.sight)
                for item in self.items
            )
        )

    def is_multipart(self) -> bool:
        return any(field.widget.needs_multipart_form for field in self.fields.values())
