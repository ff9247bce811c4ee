"""A packet comes into a client's hands: its materials among theirs, its questions to answer. Once, however often."""

from django.db import transaction
from django.utils import timezone

from opencoach.library.actions.materials import lacks
from opencoach.library.actions.sending import hand_over
from opencoach.people.actions.event import record_event
from opencoach.people.models import Membership
from opencoach.questionnaires.actions.responding import ask_about
from opencoach.questionnaires.models import Response
from opencoach.sessions.models import ASKED, Packet, PacketCopy
from opencoach.sessions.packets.content import newest
from opencoach.sessions.packets.standing import Standing

ORIGIN = "packet"


@transaction.atomic
def hand(one: Standing, client: Membership) -> PacketCopy:
    """Put it into this client's hands; what they have already stays as it is."""
    packet = packet_of(one)
    Packet.objects.select_for_update(of=("self",)).get(pk=packet.pk)
    known = PacketCopy.objects.filter(packet=packet, client=client).first()
    if known is not None:
        return known
    session, content = one.session, one.content
    versions = [row for row in newest(content.materials) if not lacks(row.material.kind, row)]
    sending = None
    if versions:
        sending = hand_over(
            versions, session.engagement, [client], by=session.coach.person, attach=content.attach,
            origin=(ORIGIN, packet.public_id),
        )  # fmt: skip
    if content.questionnaire is not None and not _was_asked(one, client):
        ask_about(content.questionnaire, session.engagement, (ASKED, session.public_id), by=session.coach)
    record_event(
        "session.packet_sent", practice=session.practice, engagement=session.engagement, actor=None,
        thing=session.public_id, rule=str(one.rule.public_id), member=str(client.public_id),
    )  # fmt: skip
    return PacketCopy.objects.create(packet=packet, client=client, sending=sending, at=timezone.now())


def _was_asked(one: Standing, client: Membership) -> bool:
    return Response.objects.filter(
        version__questionnaire=one.content.questionnaire, about_kind=ASKED, about_id=one.session.public_id,
        person=client.person_id,
    ).exists()  # fmt: skip


def packet_of(one: Standing) -> Packet:
    """The row of a packet, made where there was none."""
    if one.packet is None:
        packet, _new = Packet.objects.get_or_create(session=one.session, rule=one.rule)
        packet.session, packet.rule = one.session, one.rule
        one.packet = packet
    return one.packet
