"""What every request needs before a view sees it."""

from __future__ import annotations

import zoneinfo
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation

from accessmap.models import User


class ReadersChoice:
    """Speak the language and show times in the zone that the reader chose.

    Who chose no language reads what their browser asks for (LocaleMiddleware, before
    us); who chose no zone reads UTC.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Take the next handler in the chain."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Activate the reader's own for one request."""
        reader = request.user if isinstance(request.user, User) else User()
        if reader.language:
            # Not undone here: LocaleMiddleware names the language on the way out.
            translation.activate(reader.language)
            request.LANGUAGE_CODE = reader.language
        with timezone.override(zoneinfo.ZoneInfo(reader.time_zone or "UTC")):
            return self.get_response(request)
