"""What the map's page draws from: JSON, compressed beforehand, not sent twice."""

from __future__ import annotations

import gzip
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.utils.cache import patch_vary_headers
from django.views.decorators.cache import cache_control
from django.views.decorators.http import condition

from accessmap.graph.filters import BadFilter
from accessmap.graph.generation import etag, one_moment
from accessmap.graph.shown import accounts_gzipped, picture_gzipped
from accessmap.views.guards import sees_everything_required


def _etag(request: HttpRequest) -> str:
    return f'W/"{etag(request.GET)}"'  # weak: gzipped or not, it says the same


@sees_everything_required
@one_moment()
@cache_control(private=True, no_cache=True)
@condition(etag_func=_etag)
def elements(request: HttpRequest) -> HttpResponse:
    """Answer with the picture; 304 while nothing has changed."""
    return _answer(request, picture_gzipped)


@sees_everything_required
@one_moment()
@cache_control(private=True, no_cache=True)
@condition(etag_func=_etag)
def accounts(request: HttpRequest) -> HttpResponse:
    """Answer with every account and every pair, in columns; 304 as above."""
    return _answer(request, accounts_gzipped)


def _answer(request: HttpRequest, made: Callable[[QueryDict], bytes]) -> HttpResponse:
    try:
        body = made(request.GET)
    except BadFilter as error:
        return JsonResponse({"error": str(error)}, status=400)
    headers = {}
    if "gzip" in request.headers.get("Accept-Encoding", ""):
        headers["Content-Encoding"] = "gzip"
    else:
        body = gzip.decompress(body)
    response = HttpResponse(body, content_type="application/json", headers=headers)
    patch_vary_headers(response, ["Accept-Encoding"])
    return response
