"""The one door to questionnaires and what was answered. What somebody may not have is a 404.

A *questionnaire* is seen by its maker, and by every coach of the practice once it is shared; changed by its maker, and
a shared one by the owners too. A *response* is filled by its person alone; once submitted it is read by them and by the
coaches of its engagement. A draft's answers are nobody else's.
"""

import uuid
from typing import TypeVar

from django.db.models import Exists, Model, OuterRef, Q, QuerySet
from django.http import Http404

from opencoach.lib.finding import first_or_404
from opencoach.people import access
from opencoach.people.models import Engagement, Membership
from opencoach.questionnaires.models import Questionnaire, Response, Upload, Version

M = TypeVar("M", bound=Model)


def questionnaires_for(membership: Membership) -> QuerySet[Questionnaire]:
    """Those that a coach may use: their own, and what colleagues have shared. Nobody else has any; nobody has those
    that are built in."""
    every = Questionnaire.objects.filter(practice=membership.practice_id).exclude(purpose=Questionnaire.Purpose.RATING)
    if not membership.is_coach or membership.ended_at is not None:
        return every.none()
    return every.filter(Q(created_by=membership) | Q(shared_at__isnull=False))


def get_questionnaire(membership: Membership, public_id: uuid.UUID | str) -> Questionnaire:
    """One that the member may use; else Http404."""
    return first_or_404(questionnaires_for(membership).select_related("created_by", "practice"), public_id)


def get_questionnaire_to_change(membership: Membership, public_id: uuid.UUID | str) -> Questionnaire:
    """One that the member may change; else Http404."""
    found = get_questionnaire(membership, public_id)
    if not may_change(membership, found):
        raise Http404
    return found


def may_change(membership: Membership, questionnaire: Questionnaire) -> bool:
    """Its maker, and an owner once it is shared."""
    mine = questionnaire.created_by_id == membership.pk
    return mine or (membership.is_owner and questionnaire.shared_at is not None)


def askable_for(membership: Membership) -> QuerySet[Version]:
    """The newest published version of each questionnaire that the member may ask, by title."""
    usable = questionnaires_for(membership).filter(archived_at=None)
    published = Version.objects.filter(questionnaire__in=usable, published_at__isnull=False)
    return newest(published).select_related("questionnaire").order_by("questionnaire__title", "pk")


def get_version_to_ask(membership: Membership, public_id: uuid.UUID | str) -> Version:
    """A published version that the member may ask; else Http404."""
    return first_or_404(askable_for(membership), public_id)


def newest(versions: QuerySet[Version]) -> QuerySet[Version]:
    """Of published versions the last of each questionnaire."""
    later = Version.objects.filter(
        questionnaire=OuterRef("questionnaire"), number__gt=OuterRef("number"), published_at__isnull=False
    )
    return versions.filter(~Exists(later))


def own_responses(membership: Membership) -> QuerySet[Response]:
    """What the member answers, or has answered, in this practice: in engagements that they take part in, or for
    themselves."""
    mine = Response.objects.filter(person=membership.person_id, practice=membership.practice_id)
    if membership.ended_at is not None:
        return mine.none()
    return mine.filter(Q(engagement=None) | Q(engagement__in=access.engagements_for(membership)))


def responses_for(membership: Membership) -> QuerySet[Response]:
    """What the member may read: their own, and as a coach what was submitted in their engagements."""
    mine = Q(pk__in=own_responses(membership).values("pk"))
    if not membership.is_coach:
        return Response.objects.filter(mine)
    engagements = access.engagements_for(membership)
    submitted = Q(engagement__in=engagements, state=Response.State.SUBMITTED)
    return Response.objects.filter(mine | submitted, practice=membership.practice_id)


def responses_listed_for(membership: Membership, engagement: Engagement) -> QuerySet[Response]:
    """All of an engagement for its coach, the open ones too (that they were asked, not what stands in them)."""
    return Response.objects.filter(engagement=engagement, engagement__in=access.engagements_for(membership))


def get_response(membership: Membership, public_id: uuid.UUID | str) -> Response:
    """One whose answers the member may read; else Http404."""
    return first_or_404(_with_parts(responses_for(membership)), public_id)


def get_response_to_fill(membership: Membership, public_id: uuid.UUID | str) -> Response:
    """One that the member answers, or has answered; else Http404. Whether it is still open, `Response.is_open` says."""
    return first_or_404(_with_parts(own_responses(membership)), public_id)


def get_response_asked(membership: Membership, public_id: uuid.UUID | str) -> Response:
    """One that is open in an engagement that the member coaches, to stop asking it; else Http404."""
    if not membership.is_coach:
        raise Http404
    mine = Response.objects.filter(engagement__in=access.engagements_for(membership), state=Response.State.DRAFT)
    return first_or_404(_with_parts(mine), public_id)


def get_upload(response: Response, public_id: uuid.UUID | str) -> Upload:
    """A file of a response that was loaded through this module; else Http404."""
    found = first_or_404(Upload.objects.filter(response=response), public_id)
    found.response = response
    return found


def _with_parts(responses: QuerySet[Response]) -> QuerySet[Response]:
    return responses.select_related("version__questionnaire", "engagement", "person", "practice")
