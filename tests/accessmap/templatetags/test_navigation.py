from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser
from django.template import Context
from django.test import RequestFactory
from django.urls import resolve
from django.utils.translation import override

from accessmap.models import Role, User
from accessmap.templatetags.navigation import other_language, places


def context(user: User | AnonymousUser, path: str = "/grants/") -> Context:
    request = RequestFactory().get(path)
    request.user = user
    request.resolver_match = resolve(path)
    return Context({"request": request})


def words(user: User | AnonymousUser) -> list[str]:
    return [str(place.word) for place in places(context(user))]


@pytest.mark.parametrize("role", [Role.ANALYST, Role.AUDITOR])
def test_who_sees_everything_may_go_everywhere(role: str) -> None:
    found = words(User(role=role))
    assert found == ["Map", "Questions", "Grants", "Reviews", "Evidence", "Coverage"]


def test_a_reviewer_is_shown_no_door_that_is_closed() -> None:
    assert words(User(role=Role.REVIEWER)) == ["Reviews"]


def test_a_stranger_is_shown_none() -> None:
    assert words(AnonymousUser()) == []


def test_the_page_one_is_on_is_marked() -> None:
    found = places(context(User(role=Role.ANALYST)))
    assert [str(place.word) for place in found if place.is_here] == ["Grants"]


def test_the_switch_offers_the_other_language() -> None:
    with override("ja"):
        assert other_language() == ("en", "English")
    with override("en"):
        assert other_language() == ("ja", "日本語")
