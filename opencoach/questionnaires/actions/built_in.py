"""Questionnaires that OpenCoach brings: one of a purpose in each practice, published when it is first answered."""

import uuid
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from opencoach.people.models import Engagement, Membership
from opencoach.questionnaires.actions import responding
from opencoach.questionnaires.actions.library import title_of
from opencoach.questionnaires.definition import Definition, digest, written
from opencoach.questionnaires.models import Questionnaire, Response, Version


@transaction.atomic
def built_in(definition: Definition, purpose: str, *, by: Membership) -> Version:
    """The practice's version of it; a new one where its words have changed since. `by` is a coach."""
    wanted = digest(definition)
    row, _new = Questionnaire.objects.get_or_create(
        practice=by.practice, purpose=purpose, defaults={"title": title_of(definition), "created_by": by}
    )
    last = Version.objects.select_related("questionnaire").filter(questionnaire=row).order_by("-number").first()
    if last is not None and last.hash == wanted:
        return last
    Questionnaire.objects.select_for_update(no_key=True).get(pk=row.pk)  # two at once make one version
    last = Version.objects.select_related("questionnaire").filter(questionnaire=row).order_by("-number").first()
    if last is not None and last.hash == wanted:
        return last
    return Version.objects.create(
        questionnaire=row, number=last.number + 1 if last else 1, definition=written(definition), hash=wanted,
        published_at=timezone.now(), published_by=by.person,
    )  # fmt: skip


@transaction.atomic
def answer(
    version: Version,
    engagement: Engagement,
    about: tuple[str, uuid.UUID],
    answers: Mapping[str, Any],
    *,
    by: Membership,
    event: str,
) -> Response:
    """All of it answered at once, and sent. Raises Incomplete where something is wrong with an answer."""
    begun = responding.begin(version, engagement=engagement, person=by.person, about=about)
    responding.save(begun, answers, list(answers), base=begun.revision)
    return responding.submit(begun, event=event)
