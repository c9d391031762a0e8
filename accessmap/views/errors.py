"""The page for what went wrong on our side; it must need no database."""

from __future__ import annotations

import sys

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accessmap.outage import is_outage

SERVER_ERROR = 500
UNAVAILABLE = 503


def server_error(request: HttpRequest) -> HttpResponse:
    """Say what failed and what is still true.

    Django calls this while it handles the exception, so that it can be looked at.
    https://docs.djangoproject.com/en/5.2/ref/urls/#handler500
    """
    if is_outage(sys.exc_info()[1]):
        return render(request, "503.html", status=UNAVAILABLE)
    return render(request, "500.html", status=SERVER_ERROR)
