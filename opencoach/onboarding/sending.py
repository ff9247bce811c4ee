"""What stands in the way of an invitation, said before it is sent: no mail server, an address nobody else reaches."""

import ipaddress
from typing import Literal
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from opencoach.outbox.queries import mail_problem

Reach = Literal["machine", "network", "everywhere"]


def reach(url: str) -> Reach:
    """From where links with this address open, as far as the address itself tells."""
    host = (urlsplit(url).hostname or "").rstrip(".")
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        if host in {"", "localhost"} or host.endswith(".localhost"):
            return "machine"
        return "network" if "." not in host or host.endswith((".local", ".lan", ".internal")) else "everywhere"
    if address.is_loopback or address.is_unspecified:
        return "machine"
    return "network" if address.is_private or address.is_link_local else "everywhere"


def warnings() -> list[str]:
    """What somebody should know before they ask others in; [] when all is well. Asks nothing of the database."""
    found = []
    if problem := mail_problem():
        found.append(_("%(problem)s The invitation waits in Settings → Deliveries until then.") % {"problem": problem})
    where = reach(settings.PUBLIC_URL)
    if where == "machine":
        found.append(_("Links in mails open on this machine only, until a public address is set (OPENCOACH_URL)."))
    elif where == "network":
        found.append(_("Links in mails open in this network only, until a public address is set (OPENCOACH_URL)."))
    return found


def on_its_way(number: int = 1) -> str:
    """What becomes of so many mails that were just asked for."""
    if mail_problem():
        return ngettext(
            "The mail waits until a mail server is set.", "Their mails wait until a mail server is set.", number
        )
    return ngettext("The mail is on its way.", "Their mails are on their way.", number)
