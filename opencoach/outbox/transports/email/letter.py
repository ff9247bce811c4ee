"""One mail in its parts, before it is bytes or a call to a provider."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings

from opencoach.outbox import ports, unsubscribing
from opencoach.outbox.models import Delivery
from opencoach.outbox.ports import Attached, Calendar, Rendered
from opencoach.outbox.transports.email.address import address, one_line, split

LONGEST_SUBJECT = 400


@dataclass(frozen=True, slots=True)
class Letter:
    from_name: str
    from_address: str
    to: str
    reply_to: str
    subject: str
    text: str
    html: str
    message_id: str
    headers: Mapping[str, str]
    attachments: tuple[Attached, ...]
    calendar: Calendar | None = None

    @property
    def key(self) -> str:
        """The same for every attempt."""
        return self.message_id.strip("<>").partition("@")[0]


def write(delivery: Delivery, rendered: Rendered) -> Letter:
    """The mail of a delivery. Raises CannotPrepare for an address that is none."""
    links = unsubscribing.links(delivery, rendered.groups)
    rendered = unsubscribing.with_links(rendered, links)
    house, sender = split(settings.DEFAULT_FROM_EMAIL)
    subject = one_line(rendered.subject)
    return Letter(
        from_name=one_line(rendered.from_name) or house,
        from_address=address(sender),
        to=address(delivery.address),
        reply_to=address(rendered.reply_to) if rendered.reply_to else "",
        subject=subject if len(subject) <= LONGEST_SUBJECT else subject[: LONGEST_SUBJECT - 1] + "…",
        text=rendered.text,
        html=rendered.html,
        message_id=delivery.message_id,
        headers={
            **_own_headers(delivery, links[-1][1] if links else ""),
            **{name: one_line(value) for name, value in rendered.headers.items()},
        },
        attachments=rendered.attachments,
        calendar=rendered.calendar,
    )


def _own_headers(delivery: Delivery, link: str) -> dict[str, str]:
    kind = ports.kinds[delivery.kind]
    headers: dict[str, str] = {}
    if kind.automatic:
        headers |= {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "OOF, AutoReply"}
    if link:
        headers |= {"List-Unsubscribe": f"<{link}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    return headers
