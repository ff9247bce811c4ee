"""What people read: a text in the questionnaire's own language, or one text per language."""

from collections.abc import Iterator
from typing import Annotated

from pydantic import AfterValidator, StringConstraints

from opencoach.questionnaires.definition.limits import LONGEST_TEXT, MOST_LANGUAGES

Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$", max_length=35)]
Words = Annotated[str, StringConstraints(max_length=LONGEST_TEXT)]


def _few(value: dict[str, str]) -> dict[str, str]:
    if not value:
        raise ValueError("Give the text in at least one language.")
    if len(value) > MOST_LANGUAGES:
        raise ValueError(f"At most {MOST_LANGUAGES} languages.")
    return value


Text = Words | Annotated[dict[Language, Words], AfterValidator(_few)]
"""`"How are you?"`, or `{"en": "How are you?", "de": "Wie geht es Ihnen?"}`."""


def said(text: Text | None, language: str, fallback: str = "en") -> str:
    """The text in `language`: exactly, else in its main language ("de" for "de-AT"), else in `fallback` (the
    questionnaire's own language), else in whatever there is. "" for None."""
    if text is None:
        return ""
    if isinstance(text, str):
        return text
    for wanted in (language, language.partition("-")[0], fallback, fallback.partition("-")[0]):
        if text.get(wanted):
            return text[wanted]
    return next((words for words in text.values() if words), "")


def languages(text: Text | None) -> Iterator[str]:
    """The languages that it names; none for a plain text."""
    if isinstance(text, dict):
        yield from text
