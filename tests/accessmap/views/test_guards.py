from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from accessmap.models import Role
from accessmap.views.guards import analyst_required, sees_everything_required
from tests import rows
from tests.cast import AIKO, MAKOTO, RIN

pytestmark = pytest.mark.django_db


@analyst_required
def work(_request: HttpRequest) -> HttpResponse:
    return HttpResponse("done")


@sees_everything_required
def look(_request: HttpRequest) -> HttpResponse:
    return HttpResponse("seen")


def asked_by(name: str, role: str) -> HttpRequest:
    request = RequestFactory().get("/")
    request.user = rows.make_user(name, role)
    return request


def test_analysts_work_and_look() -> None:
    request = asked_by(AIKO, Role.ANALYST)
    assert work(request).status_code == look(request).status_code == 200


def test_auditors_look_and_change_nothing() -> None:
    request = asked_by(MAKOTO, Role.AUDITOR)
    assert look(request).status_code == 200
    with pytest.raises(PermissionDenied, match="Only analysts"):
        work(request)


def test_reviewers_are_shown_the_way_to_their_inbox() -> None:
    with pytest.raises(PermissionDenied, match="in your inbox"):
        look(asked_by(RIN, Role.REVIEWER))


def test_nobody_in_particular_does_nothing() -> None:
    request = RequestFactory().get("/")
    request.user = AnonymousUser()
    with pytest.raises(PermissionDenied, match="Sign in first"):
        work(request)
