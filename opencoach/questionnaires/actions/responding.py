"""Answering: begun, saved as often as one likes, submitted once."""

import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from opencoach.people.actions.event import record_event
from opencoach.people.models import Engagement, Membership, Person
from opencoach.people.refusal import Refused
from opencoach.questionnaires import outcomes, ports, private
from opencoach.questionnaires.actions import uploads
from opencoach.questionnaires.definition import Definition
from opencoach.questionnaires.drafting import Draft, merge
from opencoach.questionnaires.models import OPEN, Questionnaire, Response, Version
from opencoach.questionnaires.queries.definitions import definition_of
from opencoach.questionnaires.scoring.specification import specification_hash

State = Response.State


@dataclass(frozen=True, slots=True)
class Saved:
    """`conflicts` has what stands there now for each question that somebody else answered otherwise meanwhile."""

    revision: int
    answers: Mapping[str, Any]
    conflicts: Mapping[str, Any]


class Incomplete(Refused):
    """Something still has to be answered, or answered otherwise. `problems` says what, by question."""

    def __init__(self, problems: Mapping[str, list[str]]) -> None:
        super().__init__(_("Some answers need another look."))
        self.problems = problems


@transaction.atomic
def begin(
    version: Version,
    *,
    engagement: Engagement | None,
    person: Person | None,
    about: tuple[str, uuid.UUID] | None = None,
    asked_by: Membership | None = None,
    answers: Mapping[str, Any] | None = None,
) -> Response:
    """A draft of what that person answers; the one that is open already, where there is one for the same thing.

    `about` is the kind and the public id of what it belongs to. `answers` are there before anybody typed. Raises
    Refused for a version that isn't published.
    """
    if version.published_at is None:
        raise Refused(_("This questionnaire has not been published yet."))
    kind, key = about or ("", None)
    if person is not None:
        Person.objects.select_for_update(no_key=True).get(pk=person.pk)  # asked twice at once, it is begun once
        open_already = Response.objects.filter(
            OPEN, version__questionnaire=version.questionnaire_id, engagement=engagement, person=person,
            about_kind=kind, about_id=key,
        ).first()  # fmt: skip
        if open_already is not None:
            return open_already
    practice = engagement.practice if engagement is not None else version.questionnaire.practice
    made = Response(
        practice=practice, version=version, engagement=engagement, person=person, asked_by=asked_by, about_kind=kind,
        about_id=key,
    )  # fmt: skip
    if answers:
        made.answers = private.seal(made, "answers", Draft(answers, dict.fromkeys(answers, 0)).content())
    made.save(force_insert=True)
    actor = asked_by.person if asked_by is not None else person
    record_event(
        "questionnaire.asked" if asked_by is not None else "questionnaire.begun",
        practice=practice, engagement=engagement, actor=actor, thing=made.public_id,
    )  # fmt: skip
    if asked_by is not None:
        ports.tell_asked(made)
    return made


@transaction.atomic
def save(
    response: Response, answers: Mapping[str, Any], items: Collection[str], *, base: int, page: int | None = None
) -> Saved:
    """Keep the answers to `items`; nothing is checked yet. `base` is the revision that the sender had.

    Raises Refused for a response that is submitted, or not asked any more.
    """
    row = _open_row(response)
    merged = merge(Draft.of(private.unseal(row, "answers")), answers, items, base=base, revision=row.revision + 1)
    if merged.changed:
        row.revision += 1
        row.answers = private.seal(row, "answers", merged.draft.content())
        row.saved_at = timezone.now()
    if page is not None:
        row.page = page
    row.save(update_fields=["revision", "answers", "saved_at", "page"])
    there = {item: merged.draft.values.get(item) for item in merged.conflicts}
    return Saved(row.revision, merged.draft.values, there)


@transaction.atomic
def submit(
    response: Response, *, definition: Definition | None = None, event: str = "questionnaire.answered"
) -> Response:
    """Check all of it, score it, let it flow into the sinks, and freeze it. To submit twice is to submit once.

    `event` is what it is called among what happened. Raises Incomplete, with the problems by question; Refused for one
    that is not asked any more.
    """
    row = _row(response)
    if row.state == State.SUBMITTED:
        return row
    row = _open_row(response)
    definition = definition or definition_of(row.version)
    values = Draft.of(private.unseal(row, "answers")).values
    outcome = outcomes.standing(definition, values, uploads.known(row))
    if outcome.problems:
        raise Incomplete(outcome.problems)
    row.answers = private.seal(row, "answers", {"values": dict(outcome.answers)})
    row.scores = private.seal(row, "scores", outcome.scores())
    row.spec_hash = specification_hash(definition)
    row.state, row.submitted_at, row.saved_at = State.SUBMITTED, timezone.now(), timezone.now()
    row.save(update_fields=["answers", "scores", "spec_hash", "state", "submitted_at", "saved_at"])
    uploads.erase_unnamed(row, definition, outcome.answers)
    record_event(
        event,
        practice=row.practice,
        engagement=row.engagement,
        actor=row.person,
        thing=row.public_id,
    )
    flows = outcomes.flows(row, definition, outcome)
    ports.pour([flow for _name, flow in flows], [name for name, _flow in flows])
    ports.tell_submitted(row)
    return row


@transaction.atomic
def withdraw(response: Response, *, by: Membership) -> None:
    """It isn't asked any more. What was written in it is erased. Raises Refused for one that is submitted."""
    row = _open_row(response)
    row.withdrawn_at, row.answers = timezone.now(), b""
    row.save(update_fields=["withdrawn_at", "answers"])
    uploads.erase_all(row)
    record_event(
        "questionnaire.withdrawn", practice=row.practice, engagement=row.engagement, actor=by.person,
        thing=row.public_id,
    )  # fmt: skip


def ask(version: Version, engagement: Engagement, *, by: Membership) -> list[Response]:
    """Ask it of each client of an engagement; those who have it open already keep theirs. Raises Refused."""
    clients = engagement.current_clients
    if not clients:
        raise Refused(_("Nobody has joined yet. Whoever you invited can be asked once they have accepted."))
    if engagement.is_over:
        raise Refused(_("This engagement has ended."))
    if version.questionnaire.purpose == Questionnaire.Purpose.BOOKING:
        raise Refused(_("These questions belong to a booking. Choose another questionnaire."))
    return [
        begin(
            version, engagement=engagement, person=client.person, asked_by=by,
            answers=outcomes.defaults(definition_of(version), client, by),
        )
        for client in clients
    ]  # fmt: skip


def ask_attached(
    engagement: Engagement, client: Membership, coach: Membership, when: str = Questionnaire.Attached.JOINING
) -> Response | None:
    """Ask somebody who has just come in (or who has booked a first talk) the intake that their coach attached to that,
    where there is one; who has sent it already is not asked again."""
    attached = Version.objects.filter(
        questionnaire__created_by=coach, questionnaire__attached=when, questionnaire__archived_at=None,
        published_at__isnull=False,
    ).select_related("questionnaire").order_by("-number")  # fmt: skip
    if (version := attached.first()) is None:
        return None
    sent = Response.objects.filter(
        version__questionnaire=version.questionnaire_id, engagement=engagement, person=client.person,
        state=State.SUBMITTED,
    )  # fmt: skip
    if sent.exists():
        return None
    waits = Response.objects.filter(
        OPEN, version__questionnaire=version.questionnaire_id, engagement=engagement, person=client.person
    ).first()
    if waits is not None:  # the kind of session that they booked asks the same
        return waits
    answers = outcomes.defaults(definition_of(version), client, coach)
    return begin(version, engagement=engagement, person=client.person, asked_by=coach, answers=answers)


def ask_about(
    questionnaire: Questionnaire, engagement: Engagement, about: tuple[str, uuid.UUID], *, by: Membership
) -> list[Response]:
    """Ask each client the newest version for a thing of an app above; nobody where none is published any more."""
    published = Version.objects.filter(
        questionnaire=questionnaire, questionnaire__archived_at=None, published_at__isnull=False
    )
    version = published.select_related("questionnaire").order_by("-number").first()
    if version is None:
        return []
    return [
        begin(
            version, engagement=engagement, person=client.person, about=about, asked_by=by,
            answers=outcomes.defaults(definition_of(version), client, by),
        )
        for client in engagement.current_clients
    ]  # fmt: skip


def close_about(about: tuple[str, uuid.UUID]) -> None:
    """A thing of an app above is not going to happen: what is still open for it waits for nobody. What was sent stays,
    and so does what was written, for whoever wrote it."""
    kind, key = about
    Response.objects.filter(OPEN, about_kind=kind, about_id=key).update(closed_at=timezone.now())


def reopen_about(about: tuple[str, uuid.UUID]) -> None:
    """It is going to happen after all: what was closed with it can be answered again, from where it was."""
    kind, key = about
    Response.objects.filter(about_kind=kind, about_id=key).exclude(closed_at=None).update(closed_at=None)


def _row(response: Response) -> Response:
    rows = Response.objects.select_for_update(of=("self",)).select_related(
        "version", "engagement", "person", "practice"
    )
    return rows.get(pk=response.pk)


def _open_row(response: Response) -> Response:
    row = _row(response)
    if row.state == State.SUBMITTED:
        raise Refused(_("You have sent this already. It can be read, and not changed any more."))
    if not row.is_open:
        raise Refused(_("This is not asked of you any more."))
    return row
