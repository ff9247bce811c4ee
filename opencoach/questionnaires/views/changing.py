"""What the editor and its preview share: the change that a question's form asks for, and what is wrong, in words."""

from django.core.exceptions import ValidationError

from opencoach.questionnaires import editing
from opencoach.questionnaires.definition import Invalid
from opencoach.questionnaires.editing import Work
from opencoach.questionnaires.forms.editing import ItemForm
from opencoach.questionnaires.forms.parts import PartForm


def work_of(form: ItemForm | PartForm) -> Work:
    """The change to the draft that a valid form asks for. Raises ValidationError for lines that don't say what they
    have to."""
    key = form.item.id
    if isinstance(form, PartForm):
        return editing.change_part(key, form.list, form.part.id, form.rule()) if form.has_rule else lambda data: data
    works = [editing.change(key, form.values())]
    if form.kind == "total":
        works.append(editing.formula(key, form.cleaned_data["expression"]))
    if (flow := form.flow()) is not None:
        works.append(flow)
    return editing.both(*works)


def told(error: Exception) -> str:
    """Why a change can't be, for its maker."""
    if isinstance(error, Invalid):
        return " ".join(one.text for one in error.problems[:3])
    return " ".join(error.messages) if isinstance(error, ValidationError) else str(error)
