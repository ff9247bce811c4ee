"""Settings → Practice, and the logo."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from opencoach.lib.picture import NotAPicture
from opencoach.people.actions.practice import change_practice, logo_bytes, remove_logo, set_logo
from opencoach.people.forms import ContactForms, LogoForm, PracticeForm
from opencoach.people.models import Membership
from opencoach.people.page import PracticeRequest, in_practice
from opencoach.people.said import said

OWNER = Membership.Role.OWNER
WHY_NOT = {
    "size": gettext_lazy("This file is larger than 5 MB. Choose a smaller one."),
    "pixels": gettext_lazy("This picture has more pixels than we can take. Choose a smaller one."),
    "kind": gettext_lazy("This is not a PNG, JPEG, WebP or GIF picture."),
}


@require_http_methods(["GET", "HEAD", "POST"])
@in_practice(OWNER)
def practice_settings(request: PracticeRequest) -> HttpResponse:
    practice = request.membership.practice
    data = request.POST if request.method == "POST" else None
    form = PracticeForm.of(practice, data)
    crisis = ContactForms(data, prefix="crisis", initial=practice.crisis_contacts)
    referral = ContactForms(data, prefix="referral", initial=practice.referral_contacts)
    if data is not None and all([form.is_valid(), crisis.is_valid(), referral.is_valid()]):
        values = {
            **form.cleaned_data,
            "crisis_contacts": crisis.values(),
            "referral_contacts": referral.values(),
        }
        change_practice(practice, values, actor=request.membership.person)
        said(request, _("Saved."))
        return redirect("people:practice_settings", practice.slug)
    context = {"form": form, "crisis": crisis, "referral": referral, "logo_form": LogoForm()}
    return render(request, "people/practice_settings.html", context, status=200 if data is None else 422)


@require_POST
@in_practice(OWNER)
def logo_upload(request: PracticeRequest) -> HttpResponse:
    practice = request.membership.practice
    form = LogoForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            set_logo(practice, form.cleaned_data["logo"], actor=request.membership.person)
        except NotAPicture as error:
            form.add_error("logo", WHY_NOT[error.reason])
        else:
            said(request, _("The new logo is in place."))
            return redirect("people:practice_settings", practice.slug)
    context = {
        "form": PracticeForm.of(practice),
        "crisis": ContactForms(prefix="crisis", initial=practice.crisis_contacts),
        "referral": ContactForms(prefix="referral", initial=practice.referral_contacts),
        "logo_form": form,
    }
    return render(request, "people/practice_settings.html", context, status=422)


@require_POST
@in_practice(OWNER)
def logo_removal(request: PracticeRequest) -> HttpResponse:
    remove_logo(request.membership.practice, actor=request.membership.person)
    said(request, _("The logo is gone. The practice shows its initial again."))
    return redirect("people:practice_settings", request.membership.practice.slug)


@require_safe
@in_practice()
def logo(request: PracticeRequest) -> HttpResponse:
    content = logo_bytes(request.membership.practice)
    if content is None:
        raise Http404
    return HttpResponse(
        content,
        content_type="image/webp",
        headers={"Cache-Control": "private, max-age=86400", "X-Content-Type-Options": "nosniff"},
    )
