"""The pages: all conversations, one of them, one message, and what is found."""

import uuid

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render

from opencoach.conversations import access
from opencoach.conversations.actions.reading import delivered
from opencoach.conversations.ports import keeping_url
from opencoach.conversations.queries.find import find as find_in
from opencoach.conversations.queries.lists import BESIDE, PER_PAGE, listed
from opencoach.conversations.queries.page import FIRST, one, page
from opencoach.conversations.queries.questions import may_ask, question_of
from opencoach.conversations.queries.thread import thread
from opencoach.conversations.views.answers import number
from opencoach.conversations.views.library import draft_of
from opencoach.conversations.words import REACTIONS
from opencoach.people.models import Membership
from opencoach.people.page import PracticeRequest, in_practice

Role = Membership.Role
TALKING = (Role.OWNER, Role.COACH, Role.CLIENT)


@in_practice(*TALKING)
def messages(request: PracticeRequest) -> HttpResponseBase:
    """All conversations; a client with one goes straight to it."""
    if request.method not in {"GET", "HEAD"}:
        return HttpResponse(status=405)
    first = (number(request.GET.get("from")) or 1) - 1
    rows, total = listed(request.membership, first)
    if request.membership.is_client and total == 1 and rows:
        return redirect("conversations:conversation", request.membership.practice.slug, rows[0].key)
    context = {
        "rows": rows,
        "total": total,
        "earlier": max(1, first + 1 - PER_PAGE) if first else None,
        "later": first + 1 + PER_PAGE if first + PER_PAGE < total else None,
    }
    return render(request, "conversations/messages.html", context)


@in_practice(*TALKING)
def conversation(request: PracticeRequest, conversation: uuid.UUID) -> HttpResponseBase:
    """One conversation: its latest messages, or those around or before a sequence."""
    if request.method not in {"GET", "HEAD"}:
        return HttpResponse(status=405)
    found = access.get_conversation(request.membership, conversation)
    shown = page(
        found,
        request.membership,
        before=number(request.GET.get("before")),
        around=number(request.GET.get("around")),
        limit=FIRST,
    )
    mine = request.membership
    rows, total = listed(mine, limit=BESIDE) if mine.is_coach else ([], 0)
    for row in rows:
        row.open = row.key == str(found.public_id)
    context = {
        "thread": thread(found, mine, shown),
        "rows": rows,
        "later": BESIDE + 1 if total > BESIDE else None,
        "reply_to": _reply_to(request, conversation),
        "reactions": REACTIONS,
        "draft": draft_of(request, found) if mine.is_coach else "",
    }
    steps = shown.circle.steps.get(mine.person_id)
    if not shown.newer and (steps is None or steps.delivered_seq < found.last_seq):
        delivered(found, mine.person, found.last_seq)
    return render(request, "conversations/conversation.html", context)


def _reply_to(request: PracticeRequest, conversation: uuid.UUID) -> object:
    """The message that is answered, as the address says (without a script)."""
    seq = number(request.GET.get("reply"))
    if seq is None:
        return None
    found = access.get_conversation(request.membership, conversation)
    return one(found, request.membership, access.get_message(found, seq))


@in_practice(*TALKING)
def older(request: PracticeRequest, conversation: uuid.UUID) -> HttpResponseBase:
    """Messages before (or after) a sequence, for the top (or end) of a page that is open."""
    if request.method not in {"GET", "HEAD"}:
        return HttpResponse(status=405)
    found = access.get_conversation(request.membership, conversation)
    before, after = number(request.GET.get("before")), number(request.GET.get("after"))
    if before is None and after is None:
        raise Http404
    shown = page(found, request.membership, before=before, after=after)
    return render(request, "conversations/_page.html", {"thread": thread(found, request.membership, shown)})


@in_practice(*TALKING)
def said(request: PracticeRequest, conversation: uuid.UUID, seq: int) -> HttpResponseBase:
    """One message with all that can be done with it; `?part` is the message alone, for a page that is open."""
    if request.method not in {"GET", "HEAD"}:
        return HttpResponse(status=405)
    found = access.get_conversation(request.membership, conversation)
    row = access.get_message(found, seq)
    message = one(found, request.membership, row)
    view = thread(found, request.membership, None)
    asks = may_ask(request.membership, row, [member.person_id for member in view.others if member.is_client])
    context = {
        "thread": view,
        "said": message,
        "reactions": REACTIONS,
        "may_ask": asks,
        "question": question_of(found, seq) if asks else None,
        "keeping": keeping_url(request.membership, found, row),
    }
    template = "conversations/_one.html" if "part" in request.GET else "conversations/said.html"
    return render(request, template, context)


@in_practice(*TALKING)
def find(request: PracticeRequest, conversation: uuid.UUID) -> HttpResponseBase:
    """What was said with these words, newest first. Read within this conversation alone; nothing is indexed."""
    if request.method not in {"GET", "HEAD"}:
        return HttpResponse(status=405)
    found = access.get_conversation(request.membership, conversation)
    words = _words(request)
    hits = find_in(found, request.membership, words) if words else []
    context = {"thread": thread(found, request.membership, None), "hits": hits, "words": words}
    template = "conversations/_hits.html" if "part" in request.GET else "conversations/find.html"
    return render(request, template, context)


def _words(request: HttpRequest) -> str:
    return request.GET.get("q", "").strip()[:200]
