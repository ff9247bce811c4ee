"""The fields that every practice's templates have; apps above add theirs (`ports.add_field`)."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from opencoach.library import merging, ports
from opencoach.library.ports import About, Field
from opencoach.people.reading import as_read_by


def fill() -> None:
    """Called once, when the app is ready."""
    for field in (
        Field("client name", _("The client’s name"), "Ana Kovačević", _client),
        Field("first name", _("The client’s first name"), "Ana", _first),
        Field("coach name", _("Your name"), "Miriam Okafor", lambda about: about.sender.display_name),
        Field("practice name", _("The practice’s name"), "Okafor Coaching", lambda about: about.sender.practice.name),
        Field("materials link", _("Link to the client’s materials"), "https://…/materials/", _materials),
    ):
        ports.add_field(field)


def _client(about: About) -> str:
    """A group is spoken to as what it is called."""
    return about.engagement.name if about.engagement.group_id else about.client.display_name


def _first(about: About) -> str:
    if about.engagement.group_id:
        return _now("everybody")
    return next(iter(about.client.display_name.split()), "")


def _materials(about: About) -> str:
    return settings.PUBLIC_URL + reverse("library:mine", args=[about.sender.practice.slug])


def merged(text: str, about: About) -> merging.Merged:
    """A text for that client, in their language and zone. A field that nobody knows any more counts as missing."""

    def value(name: str) -> str:
        field = ports.fields.get(name)
        return field.value(about) if field else ""

    with as_read_by(about.client):
        return merging.merge(text, value)


def sampled(text: str) -> str:
    """The same with sample values, where no client is chosen."""

    def value(name: str) -> str:
        field = ports.fields.get(name)
        return str(field.sample) if field else ""

    return merging.merge(text, value).text


def why_missing(name: str) -> str:
    """Why a field has no value now, in plain words."""
    field = ports.fields.get(name)
    return str(field.missing) if field and field.missing else ""
