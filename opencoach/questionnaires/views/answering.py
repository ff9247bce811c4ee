"""Answering a page at a time, saved with every step, wherever the page stands: in the practice, or where a stranger
books."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import orjson
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from opencoach.people.models import Membership
from opencoach.people.refusal import Refused
from opencoach.questionnaires.actions import responding
from opencoach.questionnaires.actions.responding import Incomplete, Saved
from opencoach.questionnaires.actions.uploads import take_in
from opencoach.questionnaires.definition import Page
from opencoach.questionnaires.forms import FillForm
from opencoach.questionnaires.models import Response
from opencoach.questionnaires.queries.sheets import Sheet, sheet
from opencoach.questionnaires.rendering import names
from opencoach.questionnaires.rendering.pressed import apply

FILES = {"file", "audio", "video"}


@dataclass(frozen=True, slots=True)
class Way:
    """Where a response is answered, and by whom.

    `here` is the address of the page, `save` and `upload_to` what a script sends to, `later` where one goes who goes on
    later, `done` where one goes who has sent it. `draw` puts the page around the questions. `says` and `refuses` show a
    sentence on the next page. `linked`: whether the files that were handed in can be opened from the page.
    """

    reader: Membership
    here: str
    save: str
    upload_to: str
    later: str
    done: Callable[[Response], str]
    draw: Callable[[dict[str, Any], int], HttpResponse]
    says: Callable[[str], object]
    refuses: Callable[[str], object]
    linked: bool = True

    def at(self, **query: object) -> str:
        """The page with these words in its address."""
        return f"{self.here}?{urlencode(query)}"

    def sheet(self, found: Response) -> Sheet:
        """The response as this page shows it."""
        return sheet(found, self.reader, linked=self.linked)


def may_fill(found: Response) -> bool:
    """Whether the engagement that it belongs to still goes on."""
    return found.engagement is None or not found.engagement.is_over


def answering(request: HttpRequest, found: Response, way: Way) -> HttpResponse:
    """The page to answer an open response, and what its buttons do."""
    shown = way.sheet(found)
    if request.method == "POST":
        return _posted(request, shown, way, *shown.sent(whole(request.POST.get("page", ""), 0)))
    number, page = shown.page(whole(request.GET.get("page", ""), found.page or 1))
    problems = shown.standing.problems if "check" in request.GET else {}
    form = FillForm(page.items, shown.sight, shown.answers, problems=problems)
    more = whole(request.GET.get("more", ""), 0)
    return _page(shown, way, number, page, form, more=more)


def _posted(request: HttpRequest, shown: Sheet, way: Way, number: int, page: Page) -> HttpResponse:
    """Keep what stands on the page; then go where the button leads."""
    found, pressed = shown.response, request.POST.get("do", "stay")
    form = FillForm(page.items, shown.sight, shown.answers, data=request.POST)
    troubles = _take_files(request, found, way, form)
    sent = form.sent
    if (after := apply(shown.definition, {**shown.answers, **sent}, pressed)) is not None:
        sent = {item: after[0].get(item) for item in sent}
    try:
        saved = responding.save(found, sent, list(sent), base=whole(request.POST.get("revision", ""), 0), page=number)
    except Refused as reason:
        way.refuses(str(reason))
        return redirect(way.here)
    found.refresh_from_db()
    now = way.sheet(found)
    if saved.conflicts:
        return _page(now, way, number, page, _both(now, page, sent, saved), status=409)
    if troubles:
        form = FillForm(page.items, now.sight, now.answers, problems=troubles)
        return _page(now, way, number, page, form, status=422)
    if after is not None:
        return redirect(f"{way.at(page=number)}#{names.block(after[1])}")
    return _go(request, now, way, number, page)


def _go(request: HttpRequest, now: Sheet, way: Way, number: int, page: Page) -> HttpResponse:
    pressed = request.POST.get("do", "stay")
    if pressed == "back":
        return redirect(way.at(page=now.before(number) or number))
    if pressed not in {"next", "submit"}:
        way.says(_("Saved. You can go on whenever you like, on any device."))
        return redirect(way.later)
    seen = set(request.POST.get("shown", "").split()[:2000])
    new = [item for item in now.asked(page.items) if item not in seen]
    if new and seen and now.standing.problems.keys() & set(new):
        return redirect(f"{way.at(page=number, more=len(new))}#{names.block(new[0])}")
    problems = {item: why for item, why in now.standing.problems.items() if item in now.asked(page.items)}
    if problems:
        form = FillForm(page.items, now.sight, now.answers, problems=problems)
        return _page(now, way, number, page, form, status=422)
    following = now.next_after(number)
    if pressed == "next" and following is not None:
        return redirect(way.at(page=following))
    return _submitted(now, way)


def _submitted(now: Sheet, way: Way) -> HttpResponse:
    try:
        done = responding.submit(now.response, definition=now.definition)
    except Incomplete as missing:
        first = next(number for number, page in now.pages if missing.problems.keys() & {item.id for item in page.items})
        return redirect(way.at(page=first, check=1))
    except Refused as reason:
        way.refuses(str(reason))
        return redirect(way.here)
    way.says(now.sight.say(now.definition.thanks) or _("Sent. Thank you."))
    return redirect(way.done(done))


def _take_files(request: HttpRequest, found: Response, way: Way, form: FillForm) -> dict[str, list[str]]:
    """Take in what was sent with the form; gives what was refused, by question."""
    troubles: dict[str, list[str]] = {}
    for item in form.items:
        if item.kind not in FILES:
            continue
        most = getattr(item, "max_count", 1)
        for file in request.FILES.getlist(names.field(item.id))[:most]:
            try:
                row = take_in(found, item, file, by=way.reader.person)
            except Refused as reason:
                troubles.setdefault(item.id, []).append(str(reason))
                continue
            kept = [] if most == 1 else list(form.answers.get(item.id) or [])
            form.answers = {**form.answers, item.id: [*kept, str(row.public_id)]}
    return troubles


def _both(now: Sheet, page: Page, sent: dict[str, Any], saved: Saved) -> FillForm:
    """The page with what was typed here, and beside it what came from elsewhere."""
    say = now.sight.say
    problems = {}
    for item in page.items:
        if item.id in saved.conflicts:
            there = now.standing.words(item, saved.conflicts[item.id], say)
            words = _("Meanwhile this was answered on another device: “%(answer)s”. Send again to keep what is here.")
            problems[item.id] = [words % {"answer": there[:300] or "–"}]
    return FillForm(page.items, now.sight, {**now.answers, **sent}, problems=problems)


def _page(
    shown: Sheet, way: Way, number: int, page: Page, form: FillForm, *, status: int = 200, more: int = 0
) -> HttpResponse:
    done, of = shown.progress
    pages = [one for one, _page in shown.pages]
    logic = shown.lean(page)
    context = {
        "way": way,
        "response": shown.response,
        "sheet": shown,
        "form": form,
        "title": shown.sight.say(shown.definition.title),
        "description": shown.sight.say(shown.definition.description) if number == pages[0] else "",
        "page_title": shown.sight.say(page.title),
        "page_description": shown.sight.say(page.description),
        "number": number,
        "place": pages.index(number) + 1 if number in pages else 1,
        "pages": pages,
        "last": shown.next_after(number) is None,
        "back": shown.before(number),
        "done": done,
        "of": of,
        "shown": " ".join(shown.asked(page.items)),
        "lean": orjson.dumps(logic).decode() if logic else "",
        "more": ngettext("One more question came up.", "%(number)d more questions came up.", more) % {"number": more}
        if more
        else "",
    }
    return way.draw(context, status)


def whole(text: str, otherwise: int) -> int:
    """A number out of an address or a form; anything else is `otherwise`."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 7 else otherwise
