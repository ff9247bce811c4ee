"""The agreement's words: the default text, its placeholders, what a client reads."""

import hashlib
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from opencoach.people.models import Engagement, Membership, Practice
from opencoach.people.promise import answer_time

DEFAULT = Path(__file__).parent / "agreement.md"
PLACEHOLDER = re.compile(r"\{([a-z_ ]+)\}")
NAMES = ("practice", "coach", "client", "crisis_contacts", "referral_contacts", "answer_time")


def default_text() -> str:
    """The template that a new practice begins with."""
    return DEFAULT.read_text(encoding="utf-8")


def unknown_placeholders(text: str) -> list[str]:
    """What stands in braces and means nothing to us."""
    return sorted({name for name in PLACEHOLDER.findall(text) if name not in NAMES})


def text_hash(text: str) -> str:
    """SHA-256 of the text in UTF-8, hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def filled(text: str, values: Mapping[str, str]) -> str:
    """The text with its placeholders filled in; one without a value stays as it is."""
    return PLACEHOLDER.sub(lambda match: values.get(match[1], match[0]), text)


def values_for(practice: Practice, coaches: Iterable[Membership], client: str) -> dict[str, str]:
    """What the placeholders say for one client."""
    return {
        "practice": practice.name,
        "coach": ", ".join(coach.display_name for coach in coaches) or practice.name,
        "client": client,
        "crisis_contacts": _contacts(practice.crisis_contacts)
        or _("- the emergency number of the place where you are"),
        "referral_contacts": _contacts(practice.referral_contacts) or _("- your doctor, who can refer you further"),
        "answer_time": answer_time(practice.promise),
    }


def text_for(text: str, engagement: Engagement, client: str) -> str:
    """The agreement as this client reads it."""
    parts = engagement.coach_parts.filter(until=None).select_related("membership")
    return filled(text, values_for(engagement.practice, [part.membership for part in parts], client))


def _contacts(contacts: list[dict[str, Any]]) -> str:
    lines = []
    for contact in contacts:
        facts = [str(contact.get(key, "")) for key in ("details", "phone", "url")]
        lines.append(f"- **{contact.get('name', '')}**: {', '.join(fact for fact in facts if fact)}")
    return "\n".join(lines)
