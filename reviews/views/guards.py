"""Who may look at an item, and how a refusal reaches the page."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from accessmap.models import User
from reviews.models import ReviewItem


def person_of(request: HttpRequest) -> User:
    """Return who is signed in; the middleware has seen to it that somebody is."""
    if not isinstance(request.user, User):
        raise PermissionDenied(_("Sign in first."))
    return request.user


def visible_item(request: HttpRequest, pk: int) -> ReviewItem:
    """Return an item to its reviewer, and to those who see everything."""
    items = ReviewItem.objects.select_related(
        "campaign", "reviewer", "grant__resource", "document", "previous"
    )
    item = get_object_or_404(items, pk=pk)
    person = person_of(request)
    if item.reviewer_id != person.pk and not person.sees_everything:
        raise PermissionDenied(
            _("%(person)s is asked about this, not you.") % {"person": item.reviewer}
        )
    return item
