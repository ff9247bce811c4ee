"""Where a material is used before and after sessions, for the library."""

from collections.abc import Iterable

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from opencoach.library import ports
from opencoach.library.models import Material
from opencoach.library.ports import Use
from opencoach.people import access
from opencoach.people.models import Membership
from opencoach.sessions.access import session_types_for
from opencoach.sessions.models import PacketRule
from opencoach.sessions.packets import timing


def fill() -> None:
    """Called once, when the app is ready."""
    ports.add_use("sessions", uses)


def uses(reader: Membership, material: Material) -> Iterable[Use]:
    """The rules that send it, of session types and of the reader's own engagements."""
    seen = Q(session_type__in=session_types_for(reader)) | Q(engagement__in=access.engagements_for(reader))
    rules = PacketRule.objects.filter(seen, material_parts__material=material, archived_at=None)
    for rule in rules.select_related("session_type", "engagement__group").order_by("pk"):
        name = rule.session_type.name if rule.session_type else rule.engagement.name if rule.engagement else ""
        text = _("%(when)s: %(name)s") % {"when": timing.spoken(rule.timing), "name": name}
        yield Use(
            text[:1].upper() + text[1:], reverse("sessions:packet_rule", args=[reader.practice.slug, rule.public_id])
        )
