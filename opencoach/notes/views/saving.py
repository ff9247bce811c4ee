"""A POST of a text: from the form's button, or from the page while somebody writes (it asks for JSON then)."""

from collections.abc import Callable

from django.http import HttpResponse, JsonResponse

from opencoach.notes.actions.writing import Meanwhile, write
from opencoach.notes.forms import WritingForm
from opencoach.notes.models import Writing
from opencoach.notes.queries.templates import begun_with
from opencoach.people.page import PracticeRequest
from opencoach.people.refusal import Refused

BEGIN = "begin:"  # before a template's key, as the button's value


def save(
    request: PracticeRequest, form: WritingForm, load: Callable[[], Writing], done: Callable[[], HttpResponse]
) -> HttpResponse | None:
    """Save what was posted to the text that `load` gives; None where the page is to be shown again, with its form.

    JSON: 200 with `revision`; 409 with `revision` and `text` as they stand there; 422 with a `reason`.
    """
    by_page = request.headers.get("accept", "").startswith("application/json")
    if not form.is_valid():
        return JsonResponse({"reason": _first(form)}, status=422) if by_page else None
    said = form.cleaned_data
    chosen = request.POST.get("do", "")
    text = said["body"].replace("\r\n", "\n")
    if chosen.startswith(BEGIN):
        text = begun_with(request.membership, text, chosen.removeprefix(BEGIN))
    try:
        row = write(load(), text, revision=said["revision"], writer=said["writer"])
    except Meanwhile as meanwhile:
        if by_page:
            answer = {"revision": meanwhile.revision, "text": meanwhile.text, "reason": str(meanwhile)}
            return JsonResponse(answer, status=409)
        form.meet(meanwhile)
        return None
    except Refused as error:
        form.add_error("body", str(error))
        return JsonResponse({"reason": str(error)}, status=422) if by_page else None
    return JsonResponse({"revision": row.revision}) if by_page else done()


def _first(form: WritingForm) -> str:
    return str(next(iter(form.errors.values()))[0])
