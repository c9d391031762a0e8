"""What an auditor reads and takes is in the ledger, whichever page it is on."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from django.db import transaction
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from accessmap.ledger.append import append
from accessmap.models import User

PAGE_READ = "page-read"
LONGEST = 2000  # of an address; browsers and servers stop near it
View = TypeVar("View", bound=Callable[..., HttpResponseBase])


class AuditorsReading:
    """Write what an auditor opens into the ledger; what cannot be written is not shown.

    A page or a part of one counts, and a file. What a page fetches to draw itself, as
    JSON, belongs to that page.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        """Take the next handler in the chain."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, once the reading is written."""
        response = self.get_response(request)
        reader = request.user
        if not isinstance(reader, User) or not reader.is_auditor:
            return response
        if _is_reading(request) and _is_shown(response):
            page = request.get_full_path()[:LONGEST]
            with transaction.atomic():
                append(PAGE_READ, by=reader, says={"page": page})
        return response


def told_elsewhere(view: View) -> View:
    """Mark a view that logs what is read of it itself, or that asks again and again."""
    view.is_told_elsewhere = True  # type: ignore[attr-defined]
    return view


def _is_reading(request: HttpRequest) -> bool:
    match = request.resolver_match
    is_told = match and getattr(match.func, "is_told_elsewhere", False)
    return request.method == "GET" and not is_told


def _is_shown(response: HttpResponseBase) -> bool:
    if response.status_code != 200:  # noqa: PLR2004
        return False
    is_page = response.headers.get("Content-Type", "").startswith("text/html")
    return is_page or response.has_header("Content-Disposition")
