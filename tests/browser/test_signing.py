"""Two people sign a review off and one seals it: on the page, without JavaScript."""

from __future__ import annotations

import pytest
from django.core import mail
from playwright.sync_api import expect

from accessmap.models import User
from reviews.models import Seal, SignOff
from reviews.operations.send_notices import send_notices
from tests import cast
from tests.browser.conftest import Opener
from tests.reviews.evidence.bundles import decided
from tests.reviews.story import daichi
from tests.rows import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.journey]

SAYS = {
    "en": ("I ran this review.", "I have read the result", "Sealed on"),
    "ja": (
        "この見直しを実施しました",
        "この見直しの結果を読みました",
        "封印しました",
    ),
}


@pytest.mark.parametrize("locale", ["en", "ja"])
def test_a_review_is_signed_off_and_sealed(sign_in: Opener, locale: str) -> None:
    found = decided()
    owner_says, management_says, sealed_says = SAYS[locale]
    aiko = User.objects.get(username=cast.AIKO)
    aiko.set_password(PASSWORD)
    aiko.save()
    plain = {"locale": locale, "java_script_enabled": False}
    owner = sign_in(cast.AIKO, **plain).page
    owner.goto(found.get_absolute_url())
    owner.locator("a[href$='/sign-off/']").click()
    owner.locator("#id_person").select_option(str(daichi().pk))
    owner.locator("form[action$='/name'] button").click()
    expect(owner.locator("blockquote")).to_contain_text(owner_says)
    owner.locator("#id_password").fill(PASSWORD)
    owner.locator("form[action$='/sign'] button").click()
    expect(owner.locator("blockquote")).to_have_count(0)
    expect(owner.locator("form[action$='/seal']")).to_have_count(0)

    # Daichi has no password: the link in the mail shows that it is him.
    manager = sign_in(cast.DAICHI, **plain).page
    send_notices()
    body = str(mail.outbox[-1].body)
    manager.goto(body[body.index("/sign-in") :].splitlines()[0])
    manager.locator("main form button").click()
    expect(manager.locator("blockquote")).to_contain_text(management_says)
    manager.locator("#id_remark").fill("残る1件は来月。")
    manager.locator("form[action$='/sign'] button").click()
    assert SignOff.objects.count() == len(SignOff.Part)

    owner.goto(f"/reviews/{found.pk}/sign-off/")
    owner.locator("form[action$='/seal'] button").click()
    expect(owner.locator("h1")).to_contain_text(sealed_says)
    expect(owner.locator("#seal")).to_contain_text(Seal.objects.get().manifest_sha256)
