"""A questionnaire's life: made, changed as a draft, published, shared, put away, brought back."""

import copy
from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from opencoach.lib.words import one_line
from opencoach.people.actions.event import record_event
from opencoach.people.models import Membership
from opencoach.people.refusal import Refused
from opencoach.questionnaires.checks import check
from opencoach.questionnaires.definition import Definition, digest, read, said, written
from opencoach.questionnaires.models import DraftStep, Questionnaire, Version

KEPT_STEPS = 50


class Stale(Refused):
    """The draft was changed elsewhere meanwhile."""


@transaction.atomic
def make(definition: Definition, purpose: str, *, by: Membership) -> Questionnaire:
    """A new questionnaire of one's own, as a draft."""
    made = Questionnaire.objects.create(
        practice=by.practice, purpose=purpose, title=title_of(definition), created_by=by
    )
    Version.objects.create(questionnaire=made, definition=written(definition))
    record_event("questionnaire.made", practice=by.practice, actor=by.person, thing=made.public_id)
    return made


@transaction.atomic
def draft_of(questionnaire: Questionnaire) -> Version:
    """The draft; where there is none, one is begun from what is published."""
    Questionnaire.objects.select_for_update(no_key=True).get(pk=questionnaire.pk)
    draft = Version.objects.filter(questionnaire=questionnaire, published_at=None).first()
    if draft is not None:
        return draft
    last = Version.objects.filter(questionnaire=questionnaire).order_by("-number").first()
    if last is None:
        raise Refused(_("There is nothing in it."))
    return Version.objects.create(questionnaire=questionnaire, number=last.number + 1, definition=last.definition)


@transaction.atomic
def change(draft: Version, work: Callable[[dict[str, Any]], dict[str, Any]], *, revision: int | None = None) -> Version:
    """Change the draft: `work` gives the new definition as data. What it was is kept, to be taken back.

    Raises Invalid where the result is no questionnaire, Stale where `revision` isn't the draft's any more, Refused for
    a published version.
    """
    row = Version.objects.select_for_update(of=("self",)).select_related("questionnaire").get(pk=draft.pk)
    if row.published_at is not None:
        raise Refused(_("This version is published and stays as it is. Your changes go into a new one."))
    if revision is not None and revision != row.revision:
        raise Stale(_("It was changed in another window meanwhile. Here is how it stands now; do it once more."))
    before = row.definition
    after = written(read(work(copy.deepcopy(before))))
    if after == before:
        return row
    DraftStep.objects.create(version=row, revision=row.revision, definition=before)
    old = DraftStep.objects.filter(version=row).order_by("-revision").values("pk")[KEPT_STEPS:]
    DraftStep.objects.filter(pk__in=list(old.values_list("pk", flat=True))).delete()
    _keep(row, after)
    return row


@transaction.atomic
def undo(draft: Version) -> bool:
    """Take the last change back; whether there was one."""
    row = Version.objects.select_for_update(of=("self",)).select_related("questionnaire").get(pk=draft.pk)
    step = DraftStep.objects.filter(version=row).order_by("-revision").first()
    if step is None or row.published_at is not None:
        return False
    _keep(row, step.definition)
    step.delete()
    return True


@transaction.atomic
def publish(draft: Version, *, by: Membership) -> Version:
    """Freeze the draft: from now on it can be asked, and never changes. Raises Refused where something is wrong in it,
    or where it is what was published last."""
    row = Version.objects.select_for_update(of=("self",)).select_related("questionnaire").get(pk=draft.pk)
    if row.published_at is not None:
        return row
    definition = read(row.definition)
    if not any(True for _one in definition.questions):
        raise Refused(_("There is no question in it yet."))
    errors = [one for one in check(definition) if one.level == "error"]
    if errors:
        raise Refused(_("Something in it can't work yet: %(what)s") % {"what": str(errors[0])})
    row.hash = digest(definition)
    last = Version.objects.filter(questionnaire=row.questionnaire, published_at__isnull=False).order_by("-number")
    if (before := last.first()) is not None and before.hash == row.hash:
        raise Refused(_("Nothing has changed since version %(number)d.") % {"number": before.number})
    row.published_at, row.published_by = timezone.now(), by.person
    row.save(update_fields=["hash", "published_at", "published_by"])
    DraftStep.objects.filter(version=row).delete()
    record_event(
        "questionnaire.published", practice=by.practice, actor=by.person, thing=row.questionnaire.public_id,
        version=row.number,
    )  # fmt: skip
    return row


@transaction.atomic
def duplicate(questionnaire: Questionnaire, *, by: Membership) -> Questionnaire:
    """A copy of one's own, as a draft."""
    last = Version.objects.filter(questionnaire=questionnaire).order_by("-number").first()
    if last is None:
        raise Refused(_("There is nothing in it."))
    definition = read(last.definition)
    title = _("%(title)s, a copy") % {"title": title_of(definition)}
    return make(definition.model_copy(update={"title": title[:200]}), questionnaire.purpose, by=by)


@transaction.atomic
def describe(questionnaire: Questionnaire, *, purpose: str, attached: str, shared: bool, by: Membership) -> None:
    """What it is for, when it is asked by itself, and whether colleagues may use it."""
    row = Questionnaire.objects.select_for_update(no_key=True).get(pk=questionnaire.pk)
    row.purpose = purpose
    row.attached = attached if purpose == Questionnaire.Purpose.INTAKE else ""
    row.shared_at = (row.shared_at or timezone.now()) if shared else None
    row.save(update_fields=["purpose", "attached", "shared_at"])
    if row.attached:  # one at a time: a client is not greeted with two intakes
        others = Questionnaire.objects.filter(created_by=row.created_by_id, attached=row.attached).exclude(pk=row.pk)
        others.update(attached="")
    record_event("questionnaire.described", practice=by.practice, actor=by.person, thing=row.public_id)


@transaction.atomic
def archive(questionnaire: Questionnaire, *, by: Membership) -> None:
    """Nobody is asked it any more; what was answered stays."""
    rows = Questionnaire.objects.filter(pk=questionnaire.pk, archived_at=None)
    if rows.update(archived_at=timezone.now(), attached=""):
        record_event("questionnaire.archived", practice=by.practice, actor=by.person, thing=questionnaire.public_id)


@transaction.atomic
def restore(questionnaire: Questionnaire, *, by: Membership) -> None:
    """It can be asked again."""
    if Questionnaire.objects.filter(pk=questionnaire.pk, archived_at__isnull=False).update(archived_at=None):
        record_event("questionnaire.restored", practice=by.practice, actor=by.person, thing=questionnaire.public_id)


def title_of(definition: Definition) -> str:
    """The title in the questionnaire's own language, for lists."""
    return one_line(said(definition.title, definition.language, definition.language))[:200] or _("Without a title")


def _keep(row: Version, data: dict[str, Any]) -> None:
    row.definition, row.changed_at, row.revision = data, timezone.now(), row.revision + 1
    row.save(update_fields=["definition", "changed_at", "revision"])
    title = title_of(read(data))
    if title != row.questionnaire.title:
        Questionnaire.objects.filter(pk=row.questionnaire_id).update(title=title)
