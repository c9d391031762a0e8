"""Where a reader may go from any page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django import template
from django.template.context import RequestContext
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accessmap.language import reader_language

register = template.Library()


@dataclass(frozen=True, slots=True)
class Place:
    """One entry of the header."""

    word: str | Promise
    url: str
    is_here: bool


# Word, page, the pages that belong to it, and whether all may go there.
ENTRIES = (
    (_("Map"), "accessmap:map-index", ("map", "accounts"), False),
    (_("Questions"), "accessmap:reach-index", ("reach",), False),
    (
        _("Grants"),
        "accessmap:grants-index",
        ("grants", "changes", "charts", "views"),
        False,
    ),
    (
        _("Reviews"),
        "reviews:inbox-index",
        ("inbox", "items", "campaigns", "schedules"),
        True,
    ),
    (_("Evidence"), "reviews:evidence-index", ("evidence",), False),
    (_("Coverage"), "accessmap:coverage-index", ("coverage", "crawls"), False),
)


@register.simple_tag(takes_context=True)
def places(context: RequestContext) -> Sequence[Place]:
    """Return the header's entries for the person who reads."""
    request = context.get("request")
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return ()
    match = getattr(request, "resolver_match", None)
    section = (match.url_name or "").partition("-")[0] if match else ""
    return tuple(
        Place(word, reverse(page), is_here=section in sections)
        for word, page, sections, for_all in ENTRIES
        if for_all or user.sees_everything
    )


@register.simple_tag
def other_language() -> tuple[str, str]:
    """Return code and own name of the language that the page is not in."""
    if reader_language() == "ja":
        return "en", "English"
    return "ja", "日本語"
