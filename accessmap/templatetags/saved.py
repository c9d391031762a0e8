"""The saved views that a reader may choose from, beside every filter."""

from __future__ import annotations

from collections.abc import Sequence

from django import template
from django.template.context import RequestContext

from accessmap.models import SavedView, User

register = template.Library()
MOST = 8  # beside a filter; the page of views has them all


@register.simple_tag(takes_context=True)
def saved_views(context: RequestContext) -> Sequence[SavedView]:
    """Return the newest views that are open to the reader, by name."""
    user = getattr(context.get("request"), "user", None)
    if not isinstance(user, User):
        return ()
    newest = SavedView.objects.open_to(user).order_by("-saved_at")[:MOST]
    return sorted(newest, key=lambda view: view.name)
