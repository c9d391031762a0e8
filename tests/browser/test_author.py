"""Who changed a policy last is not asked about it: from CloudTrail to the evidence."""

from __future__ import annotations

import io
import json
import zipfile

import pytest
from playwright.sync_api import expect

from accessmap.demo.accounts import PAYMENTS_STG, SHOP
from accessmap.models import Grant
from reviews.models import Campaign, ReviewItem
from reviews.operations.export_evidence import export_evidence
from reviews.operations.open_campaign import open_campaign
from tests import cast
from tests.browser.conftest import Opener
from tests.reviews.story import FAR, aiko, rin

pytestmark = [pytest.mark.browser, pytest.mark.journey, pytest.mark.aws]

REFUSED = {
    "en": "Rin Takeda changed this policy last, so somebody else decides.",
    "ja": "Rin Takeda はこのポリシーを最後に変更したため、ほかの人が判断します。",
}
PIPELINE = {
    "en": "Not known whose: a pipeline or service wrote it",
    "ja": "誰によるかは不明：パイプラインまたはサービスが変更しました",
}


def opened(role: str, account_id: str) -> ReviewItem:
    """Whoever is asked about an outsider's way into a role."""
    grant = Grant.objects.current().get(
        resource__name=role,
        resource__account_id=account_id,
        principal_account__in=(cast.TANUKI, cast.HAYABUSA),
    )
    campaign = open_campaign(
        name=role,
        query=f"resource={grant.resource.arn}",
        due_on=FAR,
        opened_by=aiko(),
        limitation="old-pos is being closed down.",
    )
    return campaign.items.get(grant=grant)


def assignment(campaign: Campaign) -> dict[str, object]:
    """The one line of the bundle's assignments."""
    body = export_evidence(campaign, exported_by=aiko()).body
    archive = zipfile.ZipFile(io.BytesIO(body))
    [line] = archive.read("assignments.jsonl").splitlines()
    row: dict[str, object] = json.loads(line)
    return row


def test_who_changed_a_policy_last_is_passed_over_and_told_so(
    sign_in: Opener, crawled: None
) -> None:
    asked = opened("HayabusaSandboxPay", PAYMENTS_STG)
    # Rin owns the account, and opened it to Hayabusa twelve days ago.
    assert asked.reviewer != rin()
    assert f"{cast.RIN} changed this policy last (arn:aws:sts:" in asked.resolved_from
    told = assignment(asked.campaign)
    assert (told["policy_writer"], told["policy_write"]) == (
        cast.RIN,
        "UpdateAssumeRolePolicy",
    )
    assert told["is_policy_writer_known"] is True
    # However it came about that Rin is asked all the same: the page says why not.
    ReviewItem.objects.filter(pk=asked.pk).update(reviewer=rin())
    # Who is behind a pipeline, AWS does not tell: nobody is cleared by that.
    built = opened("TanukiIntegration", SHOP)
    assert built.reviewer == rin()
    told = assignment(built.campaign)
    assert told["policy_writer_unchecked"] == "no-person"
    assert told["is_policy_writer_known"] is False
    for locale in ("en", "ja"):
        page = sign_in(cast.RIN, locale=locale).page
        page.goto(asked.get_absolute_url())
        expect(page.get_by_text(REFUSED[locale])).to_be_visible()
        path = page.locator(".state.partial .arn")
        expect(path).to_contain_text(f"/{cast.RIN}@kitsune.example → UpdateAssume")
        expect(page.locator("button[value=confirm]")).to_have_count(0)
        page.goto(built.get_absolute_url())
        facts = page.locator(".item-columns dl.facts")
        expect(facts).to_contain_text(PIPELINE[locale])
        expect(facts).to_contain_text("GitHubActions")
