"""A questionnaire drawn as it will be seen, with nothing in it."""

from dataclasses import dataclass

from django.utils.safestring import SafeString

from opencoach.questionnaires.definition import Definition
from opencoach.questionnaires.rendering.blocks import block
from opencoach.questionnaires.rendering.sight import Drawn, Sight


@dataclass(frozen=True, slots=True)
class Shown:
    """A page: its number, its title, and its questions drawn."""

    number: int
    title: str
    blocks: list[SafeString]


def preview(definition: Definition, language: str = "") -> list[Shown]:
    """Every page with all that could ever be shown on it."""
    sight = Sight(language or definition.language, definition.language, live=False)
    return [
        Shown(number, sight.say(page.title), [block(Drawn(item, None), sight) for item in page.items])
        for number, page in enumerate(definition.pages, start=1)
    ]
