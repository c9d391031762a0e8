"""Whether the process is alive; asks nothing else of anybody."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse


@login_not_required
def alive(_request: HttpRequest) -> HttpResponse:
    """Answer ``ok``."""
    return HttpResponse("ok\n", content_type="text/plain")
