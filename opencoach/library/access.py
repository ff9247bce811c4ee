"""The one door to the library and what was sent from it. What somebody may not have is a 404.

A *material*, a *collection* and a *message template* are seen by their maker, and by every coach of the practice once
they are shared; changed by their maker, and a shared one by the owners too. A *share* (one version in one client's
hands) is seen by that client and by the coaches of its engagement. A file is reached through one of the two.
"""

import uuid
from typing import TypeVar

from django.db.models import Model, Q, QuerySet
from django.http import Http404

from opencoach.lib.finding import first_or_404
from opencoach.library.models import Collection, Material, MaterialFile, MessageTemplate, Sending, Share, Version
from opencoach.people import access
from opencoach.people.models import Engagement, Membership

M = TypeVar("M", bound=Model)
Made = TypeVar("Made", Material, Collection, MessageTemplate)


def materials_for(membership: Membership) -> QuerySet[Material]:
    """What a coach may use: their own, and what colleagues have shared. Nobody else has any."""
    return _made_for(membership, Material.objects.all())


def collections_for(membership: Membership) -> QuerySet[Collection]:
    """The collections that a coach may use; those put away are left out."""
    return _made_for(membership, Collection.objects.filter(archived_at=None))


def templates_for(membership: Membership) -> QuerySet[MessageTemplate]:
    """The message templates that a coach may use, those put away too."""
    return _made_for(membership, MessageTemplate.objects.all())


def _made_for(membership: Membership, rows: QuerySet[Made]) -> QuerySet[Made]:
    if not membership.is_coach or membership.ended_at is not None:
        return rows.none()
    return rows.filter(Q(created_by=membership) | Q(shared_at__isnull=False), practice=membership.practice_id)


def get_material(membership: Membership, public_id: uuid.UUID | str) -> Material:
    """One that the member may use; else Http404."""
    return first_or_404(materials_for(membership).select_related("created_by", "practice"), public_id)


def get_material_to_change(membership: Membership, public_id: uuid.UUID | str) -> Material:
    """One that the member may change; else Http404."""
    return _to_change(membership, get_material(membership, public_id))


def get_collection(membership: Membership, public_id: uuid.UUID | str) -> Collection:
    return first_or_404(collections_for(membership).select_related("created_by", "practice"), public_id)


def get_collection_to_change(membership: Membership, public_id: uuid.UUID | str, *, away: bool = False) -> Collection:
    """One that the member may change, with `away` also one that was put away; else Http404."""
    rows = _made_for(membership, Collection.objects.all()) if away else collections_for(membership)
    return _to_change(membership, first_or_404(rows.select_related("created_by", "practice"), public_id))


def get_template_to_change(membership: Membership, public_id: uuid.UUID | str) -> MessageTemplate:
    """A template of the practice (none of the usual ones as they come) that the member may change; else Http404."""
    return _to_change(
        membership, first_or_404(templates_for(membership).select_related("created_by", "practice"), public_id)
    )


def may_change(membership: Membership, made: Material | Collection | MessageTemplate) -> bool:
    """Its maker, and an owner once it is shared."""
    mine = made.created_by_id == membership.pk
    return mine or (membership.is_owner and made.shared_at is not None)


def _to_change(membership: Membership, made: Made) -> Made:
    if not may_change(membership, made):
        raise Http404
    return made


def get_version(material: Material, number: int) -> Version:
    """A version of a material that was loaded through this module; else Http404."""
    found = Version.objects.select_related("file", "made_by").filter(material=material, number=number).first()
    if found is None:
        raise Http404
    found.material = material
    return found


def shares_for(membership: Membership) -> QuerySet[Share]:
    """What a client was sent (not what was taken back), and for a coach what went to their clients."""
    mine = Share.objects.filter(engagement__in=access.engagements_for(membership))
    if membership.is_client:
        return mine.filter(client=membership, withdrawn_at=None)
    return mine


def get_share(membership: Membership, public_id: uuid.UUID | str) -> Share:
    """One that the member may see, with all that its page needs; else Http404."""
    rows = shares_for(membership).select_related(
        "version__file", "version__material", "sending", "engagement__practice", "client__person"
    )
    return first_or_404(rows, public_id)


def share_of_version(membership: Membership, version_id: uuid.UUID) -> Share | None:
    """The newest share of that version in a client's hands; None for one that they were not sent."""
    return shares_for(membership).filter(version__public_id=version_id).order_by("-pk").first()


def get_upload(membership: Membership, public_id: uuid.UUID | str) -> MaterialFile:
    """An upload of the member's own that is not whole yet, or has just become so; else Http404."""
    if not membership.is_coach:
        raise Http404
    return first_or_404(MaterialFile.objects.filter(uploaded_by=membership, practice=membership.practice_id), public_id)


def sendings_for(membership: Membership, engagement: Engagement) -> QuerySet[Sending]:
    """What was sent in an engagement that the member may read."""
    return Sending.objects.filter(engagement=engagement, engagement__in=access.engagements_for(membership))
