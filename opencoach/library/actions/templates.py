"""Message templates: made, changed, shared, put away. One of the usual ones becomes one's own when it is changed."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from opencoach.library import merging, ports
from opencoach.library.models import MessageTemplate
from opencoach.library.usual import Usual
from opencoach.people.actions.event import record_event
from opencoach.people.models import Membership
from opencoach.people.refusal import Refused

LONGEST = 10_000  # characters


def check(text: str) -> None:
    """Raises Refused for a field that there is none of, naming it and the one that was probably meant."""
    for one in merging.unknown(text, ports.fields):
        if one.near:
            raise Refused(
                _("There is no field “%(written)s”. Did you mean “%(near)s”?")
                % {"written": one.written, "near": "{" + one.near + "}"}
            )
        if merging.FIELD.fullmatch(one.written):
            raise Refused(_("There is no field “%(written)s”. The fields stand below.") % {"written": one.written})
        raise Refused(
            _("A brace stands alone near “%(written)s”. Fields are written {like this}.") % {"written": one.written}
        )


@transaction.atomic
def make(title: str, body: str, *, shared: bool, by: Membership, usual: str = "") -> MessageTemplate:
    """A new one. Raises Refused for a wrong field."""
    check(body)
    made = MessageTemplate.objects.create(
        practice=by.practice, created_by=by, title=title, body=body, usual=usual,
        shared_at=timezone.now() if shared else None,
    )  # fmt: skip
    _note("template.made", made, by)
    return made


@transaction.atomic
def change(template: MessageTemplate, title: str, body: str, *, shared: bool, by: Membership) -> None:
    """Raises Refused for a wrong field."""
    check(body)
    template.title, template.body = title, body
    if shared != (template.shared_at is not None):
        template.shared_at = timezone.now() if shared else None
    template.save(update_fields=["title", "body", "shared_at"])
    _note("template.changed", template, by)


@transaction.atomic
def archive(template: MessageTemplate, *, by: Membership) -> None:
    """It is offered no longer."""
    template.archived_at = timezone.now()
    template.save(update_fields=["archived_at"])
    _note("template.archived", template, by)


@transaction.atomic
def archive_usual(usual: Usual, *, by: Membership) -> MessageTemplate:
    """One of the usual ones isn't offered to this coach any more."""
    made, _new = MessageTemplate.objects.get_or_create(
        created_by=by, usual=usual.key,
        defaults={"practice": by.practice, "title": str(usual.title)[:120], "body": str(usual.body)},
    )  # fmt: skip
    archive(made, by=by)
    return made


@transaction.atomic
def restore(template: MessageTemplate, *, by: Membership) -> None:
    template.archived_at = None
    template.save(update_fields=["archived_at"])
    _note("template.restored", template, by)


def _note(verb: str, template: MessageTemplate, by: Membership) -> None:
    record_event(verb, practice=by.practice, actor=by.person, thing=template.public_id)
