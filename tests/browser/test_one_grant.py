"""One grant's page: what is known of it is legible beside its proof, and before it."""

from __future__ import annotations

import pytest

from accessmap.models import Grant
from tests import cast
from tests.browser.conftest import Opener

pytestmark = [pytest.mark.browser, pytest.mark.journey]

LARGE = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}
TOPS = "all => all.map(each => each.getBoundingClientRect().top)"
WIDTHS = "all => all.map(each => each.getBoundingClientRect().width)"


def address() -> str:
    found = Grant.objects.current().filter(principal=cast.TANUKI, policy_kind="trust")
    return found.earliest("pk").get_absolute_url()


def test_facts_have_room_beside_the_policy(sign_in: Opener, reviewed: None) -> None:
    page = sign_in(cast.AIKO, viewport=LARGE).page
    page.goto(address())
    facts = page.locator(".known dl.facts > dd")
    assert min(facts.evaluate_all(WIDTHS)) >= 220
    (known,) = page.locator(".known").evaluate_all(TOPS)
    (policy,) = page.locator("#policy").evaluate_all(TOPS)
    assert known < policy


def test_a_phone_shows_facts_before_the_policy(sign_in: Opener, reviewed: None) -> None:
    page = sign_in(cast.AIKO, viewport=PHONE).page
    page.goto(address())
    parts = page.locator(".sentence, .tags, .known, #policy, .story")
    tops = parts.evaluate_all(TOPS)
    assert len(tops) == 5
    assert tops == sorted(tops)
