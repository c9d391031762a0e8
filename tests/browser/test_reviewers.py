"""Fourteen items by keyboard; a disagreement that security settles; both languages."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from accessmap.policy.kinds import Verdict, Zone
from reviews.models import Decision, ReviewItem
from reviews.operations.open_campaign import open_campaign
from tests import cast
from tests.browser.conftest import Opener
from tests.reviews.story import FAR, aiko, grants, ken, two_sided

pytestmark = [pytest.mark.browser, pytest.mark.journey]

PHONE = {"width": 390, "height": 844}
LANGUAGES = pytest.mark.parametrize("locale", ["en", "ja"])


def press(page: Page, key: str) -> None:
    """Press a key that leads to another page, and wait for its keys to work."""
    with page.expect_navigation(wait_until="load"):
        page.keyboard.press(key)


def say(page: Page, field: str, text: str) -> None:
    """Write into a field, and leave it, by keyboard."""
    expect(page.locator(field)).to_be_focused()
    page.keyboard.insert_text(text)
    page.keyboard.press("Escape")


@LANGUAGES
def test_an_owner_finishes_fourteen_items_by_keyboard(
    sign_in: Opener, locale: str
) -> None:
    grants(2, verdict=Verdict.PUBLIC, zone=Zone.PUBLIC)
    grants(12, verdict=Verdict.IN_ORG, zone=Zone.ORGANIZATION)
    open_campaign(name="Q4", query="", due_on=FAR, opened_by=aiko())
    page = sign_in(cast.RIN, locale=locale).page
    page.goto("/reviews/inbox/")

    for key in ("r", "d"):  # the two risky ones: away, and narrower
        page.keyboard.press(key)
        say(page, "#id_reason", "使われていません。")
        press(page, key)

    page.keyboard.press("n")  # this one is somebody else's
    say(page, "#id_reason", "データ基盤のものです。")
    press(page, "n")

    page.keyboard.press("e")  # that one stays for a month
    until = timezone.localdate() + timedelta(days=30)
    say(page, "#id_control", "毎週ログを確認します。")
    page.locator("#id_expires_on").fill(until.isoformat())
    page.keyboard.press("Escape")
    page.keyboard.press("e")
    say(page, "#id_reason", "移行は1月です。")
    press(page, "e")

    for _each in range(9):
        press(page, "c")
    press(page, "u")  # back to the last, which was right after all
    page.goto("/reviews/inbox/")
    press(page, "c")

    assert ReviewItem.objects.asked_of(aiko()).open().count() == 1
    assert not ReviewItem.objects.filter(reviewer__username=cast.RIN).open().exists()
    said = sorted(Decision.objects.values_list("verdict", flat=True))
    assert said == [*["confirm"] * 10, "exception", "reduce", "revoke"]


@LANGUAGES
def test_security_settles_what_two_sides_disagree_about(
    sign_in: Opener, locale: str
) -> None:
    granting, using = two_sided()
    ken()
    for person, item, verdict in (
        (cast.RIN, granting, "confirm"),
        (cast.DAICHI, using, "revoke"),
    ):
        window = sign_in(
            person, locale=locale, viewport=PHONE, java_script_enabled=False
        )
        window.page.goto(item.get_absolute_url())
        window.page.locator("#id_reason").fill("No longer used by us.")
        assert window.is_as_wide_as_its_screen()
        window.page.locator(f"button[name=verdict][value={verdict}]").click()
    page = sign_in(cast.KEN, locale=locale).page
    page.goto("/reviews/security/")
    dispute = page.locator(".dispute")
    expect(dispute).to_contain_text("No longer used by us.")
    dispute.locator("input[name=reason]").fill("The user does not need it.")
    dispute.locator("button[value=revoke]").click()
    expect(page.locator(".dispute")).to_have_count(0)
    states = set(ReviewItem.objects.values_list("state", flat=True))
    assert states == {"revoked"}
