"""A subset of SurveyJS's JSON, said as a questionnaire of ours.

Understood: pages, panels (taken apart), text (with its input types), comment, radiogroup, dropdown, checkbox, tagbox,
boolean, rating, slider, ranking, matrix, matrixdynamic (a table), multipletext (taken apart), file, html, expression;
isRequired, description, defaultValue, visibleIf (of pages, panels, questions, choices and rows), min, max, maxLength,
rateMin/rateMax, showOtherItem, calculatedValues; validators where OpenCoach has the same limit (numbers, lengths, how
many are chosen, e-mail, expressions such as `{age} >= 18` of the answer itself); translations. Everything else that is
set is said to be left out.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any

import nh3
from django.utils.translation import gettext as _

from opencoach.questionnaires.importing import surveyjs_kinds, tongues
from opencoach.questionnaires.importing.found import Data, Found, Imported, finished
from opencoach.questionnaires.importing.surveyjs_asked import Asked, Conditions, left_out
from opencoach.questionnaires.importing.surveyjs_kinds import KNOWN

MARK = "{"
DEEPEST = 12


def is_one(data: Mapping[str, Any]) -> bool:
    """Whether it looks like a survey of SurveyJS."""
    if "format" in data:
        return False
    pages = data.get("pages")
    of_pages = isinstance(pages, list) and any(isinstance(page, Mapping) and "elements" in page for page in pages)
    return of_pages or isinstance(data.get("elements"), list) or isinstance(data.get("questions"), list)


def imported(data: Mapping[str, Any]) -> Imported:
    """The questionnaire in it. Raises Invalid."""
    locale = str(data.get("locale", ""))
    return _Reading(data, tongues.code_of(locale) or "en").whole()


class _Reading:
    def __init__(self, data: Mapping[str, Any], language: str) -> None:
        self.data, self.language, self.found = data, language, Found()
        self.formulas: list[Callable[[], None]] = []
        self.later: list[Callable[[], None]] = []

    def whole(self) -> Imported:
        data = self.data
        pages = data.get("pages")
        if not isinstance(pages, list):
            pages = [{"elements": data.get("elements") or data.get("questions") or []}]
        left_out(self.found, data, {"pages", "elements", "questions", "title", "description", "completedHtml", "locale",
                              "calculatedValues"}, _("the survey"))  # fmt: skip
        self._calculated(data.get("calculatedValues") or [])
        made = [self._page(page, number) for number, page in enumerate(pages, start=1)]
        if not self.found.wrong:
            for work in [*self.formulas, *self.later]:
                work()
        result: Data = {
            "format": 1, "title": self._text(data.get("title")) or _("Imported"), "language": self.language,
            "pages": [page for page in made if page["items"]] or [{"id": "page1", "items": []}],
        }  # fmt: skip
        for ours, theirs in (("description", "description"), ("thanks", "completedHtml")):
            if words := self._text(data.get(theirs), html=theirs == "completedHtml"):
                result[ours] = words
        return finished(self.found, result, "SurveyJS")

    def _page(self, page: Any, number: int) -> Data:
        where = _("page %(number)d") % {"number": number}
        made: Data = {"id": f"page{number}", "items": []}
        if not isinstance(page, Mapping):
            self.found.refuse(where, _("A page is an object."))
            return made
        left_out(self.found, page, {"name", "elements", "questions", "title", "description", "visibleIf"}, where)
        for name in ("title", "description"):
            if words := self._text(page.get(name)):
                made[name] = words
        self._watch(made, self._conditions(page, where))
        self._elements(page.get("elements") or page.get("questions") or [], where, [], made["items"], 0)
        return made

    def _elements(
        self, elements: Any, where: str, conditions: list[tuple[str, str]], into: list[Data], deep: int
    ) -> None:
        if not isinstance(elements, list) or deep > DEEPEST:
            self.found.refuse(where, _("Its questions are no list, or stand too deep."))
            return
        for number, one in enumerate(elements, start=1):
            name = str(one.get("name", "")) if isinstance(one, Mapping) else ""
            place = f"{where}, " + (f"“{name[:60]}”" if name else str(number))
            if not isinstance(one, Mapping):
                self.found.refuse(place, _("A question is an object."))
            elif one.get("type") in {"panel", "flowpanel"}:
                left_out(self.found, one, {"type", "name", "elements", "title", "description", "visibleIf"}, place)
                inner = [*conditions, *self._conditions(one, place)]
                self._heading(one, into, inner)
                self._elements(one.get("elements") or [], place, inner, into, deep + 1)
            else:
                self._question(one, name, place, conditions, into)

    def _heading(self, panel: Mapping[str, Any], into: list[Data], conditions: list[tuple[str, str]]) -> None:
        if title := self._text(panel.get("title")):
            body = self._text(panel.get("description")) or " "
            item = {"kind": "info", "id": self.found.id_for("heading", "heading"), "label": title, "body": body}
            into.append(item)
            self._watch(item, conditions)

    def _question(
        self, one: Mapping[str, Any], name: str, where: str, conditions: list[tuple[str, str]], into: list[Data]
    ) -> None:
        kind = str(one.get("type", ""))
        known = KNOWN.get(kind)
        if not kind or (known is None and not re.fullmatch(r"[a-z]{2,40}", kind)):
            self.found.refuse(where, _("It has no type that is known."))
            return
        if known is None:
            self.found.gone.add(name)
            self.found.drop(where, _("Questions of the type “%(type)s” are left out.") % {"type": kind})
            return
        if not name and kind != "html":
            self.found.refuse(where, _("Its name is missing."))
            return
        left_out(self.found, one, known, where)
        asked = Asked(one, name, where, self.language, self.found, self._watch)
        if kind == "expression":
            self._expression(one, name, where, conditions, into)
            return
        if kind == "html":
            words = self._text(one.get("html"), html=True)
            made = [{"kind": "info", "id": self.found.id_for(name or "words", "words"), "body": words or " "}]
        else:
            made = surveyjs_kinds.made(asked, kind)
        for item in made:
            into.append(item)
            self._watch(item, [*conditions, *self._conditions(one, where)])

    def _expression(
        self, one: Mapping[str, Any], name: str, where: str, conditions: list[tuple[str, str]], into: list[Data]
    ) -> None:
        label = self._text(one.get("title")) or name
        value = self.found.add(name, "computed", where)
        item = {"kind": "total", "id": self.found.id_for(f"{value}_shown"), "label": label, "of": value}
        into.append(item)
        self._compute(str(one.get("expression", "")), name, where, label, lambda: into.remove(item))
        self._watch(item, [*conditions, *self._conditions(one, where)])

    def _calculated(self, values: Any) -> None:
        for number, one in enumerate(values if isinstance(values, list) else [], start=1):
            where = _("calculated value %(number)d") % {"number": number}
            name = str(one.get("name", "")) if isinstance(one, Mapping) else ""
            if not name:
                self.found.refuse(where, _("Its name is missing."))
                continue
            self.found.add(name, "computed", where)
            self._compute(str(one.get("expression", "")), name, where, name, lambda: None)

    def _compute(self, text: str, name: str, where: str, label: Any, otherwise: Callable[[], None]) -> None:
        key = self.found.ids[name]

        def work() -> None:
            tree = self.found.read(text, MARK, where)
            if tree is None or not self.found.compute(tree, name, where, label, key):
                self.found.gone.add(name)
                otherwise()

        self.formulas.append(work)

    def _conditions(self, one: Mapping[str, Any], where: str) -> list[tuple[str, str]]:
        text = one.get("visibleIf")
        return [(str(text), f"{where}, visibleIf")] if text else []

    def _watch(self, thing: Data, conditions: Conditions) -> None:
        def work() -> None:
            if rule := self.found.rule(conditions, MARK):
                thing["visible"] = rule

        if conditions:
            self.later.append(work)

    def _text(self, found: Any, *, html: bool = False) -> Any:
        text = tongues.text_of(found, self.language)
        if not html:
            return text
        return {one: plain(words) for one, words in text.items()} if isinstance(text, dict) else plain(text)


def plain(text: str) -> str:
    """The words of some HTML."""
    lines = re.sub(r"(?i)</?(p|br|div|li|h[1-6])\b[^>]*>", "\n", text)
    bare = nh3.clean(lines, tags=set())
    for entity, sign in (("&lt;", "<"), ("&gt;", ">"), ("&nbsp;", " "), ("&amp;", "&")):
        bare = bare.replace(entity, sign)
    return re.sub(r"\n{3,}", "\n\n", bare).strip()
