"""One item for a second person, who does not see how the first decided."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accessmap.language import reader_language
from reviews.errors import Refused
from reviews.forms import SecondLookForm
from reviews.lifecycle import Verdict
from reviews.models import SecondAnswer, SecondLook
from reviews.operations.answer_second_look import answer_second_look
from reviews.sheet import is_unused_unsaid
from reviews.shown import sha256, shown_text
from reviews.views.guards import person_of

CONFLICT = 409


@require_http_methods(["GET", "HEAD", "POST"])
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what the first person read, and take the second answer."""
    looks = SecondLook.objects.select_related("item__campaign", "item__grant", "asked")
    look = get_object_or_404(looks, pk=pk)
    if look.asked_id != person_of(request).pk:
        raise PermissionDenied(
            _("%(person)s is asked about this, not you.") % {"person": look.asked}
        )
    form = SecondLookForm(request.POST or None)
    refusal = ""
    if request.method == "POST" and form.is_valid():
        try:
            answer_second_look(
                look,
                answered_by=person_of(request),
                verdict=Verdict(form.cleaned_data["verdict"]),
                reason=form.cleaned_data["reason"],
                language=reader_language(),
                shown_sha256=form.cleaned_data["shown_sha256"],
            )
        except Refused as error:
            refusal = str(error)
        else:
            messages.success(request, _("Kept. Thank you for looking."))
            return redirect("reviews:security-index")
    elif request.method == "POST":
        refusal = _("Choose what is to become of it.")
    context = {
        "look": look,
        "item": look.item,
        "form": form,
        "refusal": refusal,
        "says_unused": is_unused_unsaid(look.item),
        "answer": SecondAnswer.objects.filter(look=look).first(),
        "shown_sha256": sha256(shown_text(look.item, reader_language())),
    }
    status = CONFLICT if refusal else 200
    return render(request, "reviews/second_looks/detail.html", context, status=status)
