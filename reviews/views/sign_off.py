"""A review is signed off and sealed, by who answers for it."""

from __future__ import annotations

from datetime import datetime

from django.contrib import messages
from django.contrib.auth import authenticate
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accessmap.models import User
from accessmap.views.guards import analyst_required
from accessmap.views.sign_in import LINK_AT
from reviews.answers import answers
from reviews.errors import NoEvidence, NotAllowed, Refused
from reviews.evidence.statements import statement
from reviews.models import Campaign, SignOff
from reviews.operations.ask_to_sign import ask_for_link
from reviews.operations.name_management import name_management
from reviews.operations.seal_campaign import seal_campaign
from reviews.operations.sign_off import sign_off
from reviews.sign_off_form import NameForm, SignForm
from reviews.signing import FRESH, FreshLink, Signing, signs
from reviews.tallies import tallies
from reviews.views.campaigns import CONFLICT, campaign_of
from reviews.views.guards import person_of

HERE = "reviews:sign-off"


@require_safe
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the result, what is signed, and what is to be."""
    return show(request, visible(request, pk))


@require_POST
def sign(request: HttpRequest, pk: int) -> HttpResponse:
    """Sign, or say why not."""
    campaign, person = visible(request, pk), person_of(request)
    form = SignForm(request.POST)
    if not form.is_valid():
        return show(request, campaign, _("The remark is too long."))
    try:
        sign_off(
            campaign,
            part=SignOff.Part(form.cleaned_data["part"]),
            person=person,
            password=shown_again(request, person, form.cleaned_data["password"]),
            remark=form.cleaned_data["remark"],
        )
    except Refused as refusal:
        return show(request, campaign, str(refusal))
    messages.success(request, _("Signed."))
    return redirect(HERE, campaign.pk)


@require_POST
def link(request: HttpRequest, pk: int) -> HttpResponse:
    """Mail a fresh link to who has no password."""
    campaign = visible(request, pk)
    try:
        ask_for_link(campaign, person=person_of(request))
    except Refused as refusal:
        return show(request, campaign, str(refusal))
    messages.success(request, _("A link is on its way to your mailbox."))
    return redirect(HERE, campaign.pk)


@require_POST
@analyst_required
def name(request: HttpRequest, pk: int) -> HttpResponse:
    """Say who signs as management."""
    campaign = campaign_of(pk)
    form = NameForm(campaign, request.POST)
    if not form.is_valid():
        return show(request, campaign, _("Choose who signs as management."))
    person = form.cleaned_data["person"]
    try:
        name_management(campaign, person=person, named_by=person_of(request))
    except Refused as refusal:
        return show(request, campaign, str(refusal))
    messages.success(request, _("%(person)s signs as management.") % {"person": person})
    return redirect(HERE, campaign.pk)


@require_POST
@analyst_required
def seal(request: HttpRequest, pk: int) -> HttpResponse:
    """Sign the bundle for good, or say why not."""
    campaign = campaign_of(pk)
    try:
        seal_campaign(campaign, sealed_by=person_of(request))
    except (Refused, NoEvidence) as refusal:
        return show(request, campaign, str(refusal))
    messages.success(request, _("Sealed. From here on its bundle is the same bytes."))
    return redirect(HERE, campaign.pk)


def visible(request: HttpRequest, pk: int) -> Campaign:
    """Return a campaign to who sees everything, and to who is to answer for it."""
    campaign, person = campaign_of(pk), person_of(request)
    if person.sees_everything or signs(campaign, person):
        return campaign
    raise PermissionDenied(_("This page is for analysts, auditors and who signs."))


def shown_again(request: HttpRequest, person: User, password: str) -> str | FreshLink:
    """Return by what somebody shows who they are; wrong passwords are counted.

    Raises:
        NotAllowed: if the password is wrong, or was wrong too often.
    """
    if not person.has_usable_password():
        at = request.session.get(LINK_AT)
        return FreshLink(datetime.fromisoformat(at) if at else None)
    username = person.get_username()
    if authenticate(request, username=username, password=password) is None:
        raise NotAllowed(_("The password does not match. Nothing was signed."))
    return password


def show(request: HttpRequest, campaign: Campaign, refusal: str = "") -> HttpResponse:
    """Render the page."""
    person, signing = person_of(request), Signing(campaign)
    part = signing.part_of(person) if campaign.closed_at else ""
    is_closed = campaign.closed_at is not None
    context = {
        "campaign": campaign,
        "signing": signing,
        "answers": [each for tally in tallies([campaign]) for each in answers(tally)],
        "part": part,
        "statement": statement(part, get_language()) if part else "",
        "minutes": FRESH.seconds // 60,
        "name_form": NameForm(campaign) if signing.may_name(person) else None,
        "may_seal": is_closed and person.is_analyst and not signing.lacks,
        "refusal": refusal,
    }
    status = CONFLICT if refusal else 200
    return render(request, "reviews/sign_off/page.html", context, status=status)
