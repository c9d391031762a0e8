"""Who may open which page. Being signed in is asked of everybody, by the middleware."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from accessmap.models import User

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def analyst_required(view: View[P]) -> View[P]:
    """Let analysts in; tell everybody else who may."""

    @wraps(view)
    def guarded(
        request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs
    ) -> HttpResponseBase:
        if not person(request).is_analyst:
            raise PermissionDenied(
                _("Only analysts may do this. Ask one of them, or for that role.")
            )
        return view(request, *args, **kwargs)

    return guarded


def sees_everything_required(view: View[P]) -> View[P]:
    """Let analysts and auditors in; reviewers have their inbox."""

    @wraps(view)
    def guarded(
        request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs
    ) -> HttpResponseBase:
        if not person(request).sees_everything:
            raise PermissionDenied(
                _(
                    "This page shows the whole organization, to analysts and auditors. "
                    "What you are asked about is in your inbox."
                )
            )
        return view(request, *args, **kwargs)

    return guarded


def person(request: HttpRequest) -> User:
    """Return who asks."""
    if not isinstance(request.user, User):
        raise PermissionDenied(_("Sign in first."))
    return request.user
