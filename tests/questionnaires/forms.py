"""Invented questionnaires asked of somebody for real, and answers as a form says them: the opposite of `posted`."""

from typing import Any

from django.utils import timezone

from opencoach.questionnaires import private
from opencoach.questionnaires.definition import digest, read
from opencoach.questionnaires.drafting import Draft
from opencoach.questionnaires.models import Response, Version
from tests.cast import Cast
from tests.questionnaires.invented import Inventor
from tests.questionnaires.making import questionnaire


class Asking:
    """One client who is asked one questionnaire after the other. They are invented, so no editor's check is asked."""

    def __init__(self, cast: Cast) -> None:
        self.cast, self.questionnaire = cast, questionnaire(cast.miriam)
        Version.objects.filter(questionnaire=self.questionnaire).delete()
        self.number = 0

    def ask(self, definition: dict[str, Any], answers: dict[str, Any] | None = None) -> Response:
        """`answers` are in the draft already."""
        self.number += 1
        version = Version.objects.create(
            questionnaire=self.questionnaire, number=self.number, definition=definition,
            hash=digest(read(definition)), published_at=timezone.now(),
        )  # fmt: skip
        made = Response(
            practice=self.cast.ana_engagement.practice, version=version, engagement=self.cast.ana_engagement,
            person=self.cast.ana.person,
        )  # fmt: skip
        if answers:
            made.answers = private.seal(made, "answers", Draft(answers, dict.fromkeys(answers, 0)).content())
        made.save(force_insert=True)
        return made


def invented(seed: int) -> tuple[dict[str, Any], dict[str, Any]]:
    """A questionnaire, with every value and score shown as a total on its first page, and answers that fit."""
    inventor = Inventor(seed)
    definition = inventor.definition()
    items = [item for page in definition["pages"] for item in page["items"]]
    results = [*definition["computed"], *definition["scores"]]
    definition["pages"][0]["items"] += [
        {"kind": "total", "id": f"t{one['id']}", "label": one["id"], "of": one["id"]} for one in results
    ]
    answers = {item["id"]: inventor.answer(item) for item in items if inventor.random.random() < 0.8}
    return definition, {key: one for key, one in answers.items() if one not in (None, [], {})}


def typed(item: dict[str, Any], answer: Any) -> dict[str, Any]:
    """The fields of a form that say this answer."""
    name = f"a.{item['id']}"
    match item["kind"]:
        case "single" if isinstance(answer, dict):
            return {name: "+other", f"{name}.other": answer["other"]}
        case "ranking":
            return {name: answer, f"{name}.set": "1"}
        case "matrix":
            return {f"{name}.{row}": one for row, one in answer.items() if one}
        case "table":
            cells = {f"{name}.{at}.{key}": text(one) for at, row in enumerate(answer) for key, one in row.items()}
            return {f"{name}.rows": str(len(answer)), **cells}
    return {name: answer if isinstance(answer, list) else text(answer)}


def text(value: Any) -> str:
    """As one types it: a number with its digits, never with an exponent."""
    if isinstance(value, int | float):
        return f"{value:.10f}".rstrip("0").rstrip(".")
    return "" if value is None else str(value)


def kept(response: Response) -> dict[str, Any]:
    """What its draft, or the response, holds."""
    response.refresh_from_db()
    return dict(Draft.of(private.unseal(response, "answers")).values)
