"""What a practice can specialise in, as a form and a page show it. The data says it: `people/specialisations/`."""

from django.utils.translation import gettext as _

from opencoach.people import specialisations
from opencoach.people.specialisations import Help


def choices() -> list[tuple[str, str]]:
    """All specialisations, key and name in the reader's language. A form takes the function itself."""
    return [(found.key, _(found.name)) for found in specialisations.every()]


def name_of(key: str) -> str:
    """The specialisation's name; the key itself for one that is not ours any more."""
    return _(specialisations.get(key).name) if key in specialisations.KEYS else key


def help_for(key: str) -> Help | None:
    """Which help outside coaching to think of, and when; None for a specialisation that is not ours any more."""
    return specialisations.get(key).help if key in specialisations.KEYS else None
