"""Questions answered from a mail without signing in. GET shows, POST does; what was answered elsewhere is not shown."""

from collections.abc import Callable
from functools import partial, wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from opencoach.lib import limits
from opencoach.people.reading import as_read_by
from opencoach.people.said import refused, said
from opencoach.questionnaires import linked as links
from opencoach.questionnaires.forms import FillForm
from opencoach.questionnaires.linked import Linked
from opencoach.questionnaires.views.answering import Way, answering, whole
from opencoach.questionnaires.views.saving import keep, take

View = Callable[[HttpRequest, Linked], HttpResponse]
POSTS, WINDOW = 600, 600  # from one address, in so many seconds: a script saves as somebody types


def opened(view: View) -> Callable[..., HttpResponseBase]:
    """Give the view what the link opens, in the client's zone and language; any other link gets a page that says so."""

    @wraps(view)
    def page(request: HttpRequest, token: str) -> HttpResponse:
        if request.method == "POST" and not limits.allowed("answering", limits.place_of(request), POSTS, WINDOW):
            return _closed(request, "often", 429)
        try:
            found = links.find(token)
        except links.Closed as closed:
            why = str(closed.args[0])
            return _closed(request, why, 404 if why == "unknown" else 410)
        with as_read_by(found.member):
            return view(request, found)

    return page


@require_http_methods(["GET", "HEAD", "POST"])
@opened
def response(request: HttpRequest, found: Linked) -> HttpResponse:
    """The questions, a page at a time; once they are sent, that they are."""
    if request.user.is_authenticated and request.user.pk == found.member.person_id and request.method != "POST":
        return redirect("questionnaires:response", found.member.practice.slug, found.response.public_id)
    if not found.response.is_open:
        if request.method == "POST" and not found.response.submitted_at:
            refused(request, _("This can't be changed any more."))
        return _stands(request, found, "sent" if found.response.submitted_at else "over")
    if not links.knows(request, found.response):
        return _elsewhere(request, found)
    answer = answering(request, found.response, _way(request, found))
    if request.method == "POST":
        links.wrote(request, found.response)
    return answer


@require_POST
@opened
def answers(request: HttpRequest, found: Linked) -> HttpResponse:
    """What the page's script saves."""
    if not links.knows(request, found.response):
        return JsonResponse({"reason": _elsewhere_words()}, status=410)
    answer = keep(request, found.response, _way(request, found))
    if answer.status_code == 200:
        links.wrote(request, found.response)
    return answer


@require_POST
@opened
def uploads(request: HttpRequest, found: Linked) -> HttpResponse:
    """A file that the page's script sends."""
    if not links.knows(request, found.response):
        return JsonResponse({"reason": _elsewhere_words()}, status=410)
    return take(request, found.response, _way(request, found))


def _way(request: HttpRequest, found: Linked) -> Way:
    here = reverse("answering:response", args=[found.token])

    def draw(context: dict[str, Any], status: int) -> HttpResponse:
        return render(request, "questionnaires/linked.html", _frame(found) | context, status=status)

    return Way(
        reader=found.member, here=here, save=reverse("answering:answers", args=[found.token]),
        upload_to=reverse("answering:uploads", args=[found.token]), later=here, done=lambda _sent: here, draw=draw,
        says=partial(said, request), refuses=partial(refused, request), linked=False,
    )  # fmt: skip


def _frame(found: Linked) -> dict[str, Any]:
    practice = found.member.practice
    return {"practice": practice, "hue": practice.hue, "found": found}


def _stands(request: HttpRequest, found: Linked, how: str, status: int = 200, **more: Any) -> HttpResponse:
    title = found.response.version.questionnaire.title
    context = _frame(found) | {"how": how, "title": title, **more}
    return render(request, "questionnaires/linked_stands.html", context, status=status)


def _elsewhere(request: HttpRequest, found: Linked) -> HttpResponse:
    """Something was written in it that this browser didn't write. What it sends is given back, and nothing shown."""
    slug, typed = found.member.practice.slug, []
    if request.method == "POST":
        shown = _way(request, found).sheet(found.response)
        _number, page = shown.sent(whole(request.POST.get("page", ""), 0))
        form = FillForm(page.items, shown.sight, {}, data=request.POST)
        say = shown.sight.say
        pairs = [(item, form.sent[item.id]) for item in form.items if item.id in form.sent]
        typed = [
            (say(item.label), shown.standing.words(item, value, say))
            for item, value in pairs
            if value not in (None, "", [])
        ]
    target = reverse("questionnaires:response", args=[slug, found.response.public_id])
    status = 409 if request.method == "POST" else 200
    return _stands(request, found, "elsewhere", status, typed=typed, target=target)


def _elsewhere_words() -> str:
    return str(_("This was written in elsewhere meanwhile. Sign in to go on."))


def _closed(request: HttpRequest, why: str, status: int) -> HttpResponse:
    return render(request, "questionnaires/linked_closed.html", {"why": why}, status=status)
