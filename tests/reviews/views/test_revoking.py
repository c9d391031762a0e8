from __future__ import annotations

import io
import json
import zipfile

import pytest
from django.test import Client

from accessmap.derive.rows import to_row
from accessmap.derive.subjects import subject_of
from accessmap.derive.zone import zone_of_trust
from accessmap.models import Role
from accessmap.policy.derive import derive
from reviews.lifecycle import Reduction, Verdict
from reviews.models import ReviewItem
from reviews.operations.decide_item import decide_item
from reviews.operations.open_campaign import open_campaign
from tests.cast import DAICHI, KUMO, PAYMENTS, TANUKI
from tests.reviews.story import FAR, aiko, owned_resource, read_completely, revoke, rin
from tests.rows import end_grant, first_crawl, make_snapshot, make_user, trust

pytestmark = pytest.mark.django_db


def revoked(*vendors: str) -> ReviewItem:
    """Rin revoked what the first of ``vendors`` may do, by one policy for them all."""
    rin()
    read_completely()
    arns = [f"arn:aws:iam::{each}:root" for each in vendors]
    snapshot = make_snapshot(owned_resource(), trust({"AWS": arns}))
    for found in derive(subject_of(snapshot), zone_of_trust()).grants:
        to_row(found, snapshot=snapshot, crawl=first_crawl()).save()
    opened = open_campaign(
        name="Fourth quarter", query="", due_on=FAR, opened_by=aiko()
    )
    item = opened.items.get(grant__principal=vendors[0])
    revoke(item)
    return item


def files(client: Client, item: ReviewItem) -> dict[str, str]:
    answer = client.get(f"/reviews/items/{item.pk}/kit")
    archive = zipfile.ZipFile(io.BytesIO(answer.content))
    return {name: archive.read(name).decode() for name in archive.namelist()}


def test_the_page_shows_the_change_and_who_loses_nothing(client: Client) -> None:
    item = revoked(TANUKI, KUMO)
    client.force_login(rin())
    page = client.get(f"/reviews/items/{item.pk}/removing").content.decode()
    assert "Nobody else loses anything." in page
    assert "aws iam update-assume-role-policy --role-name" in page
    link = f"/reviews/items/{item.pk}/removing"
    assert link in client.get(item.get_absolute_url()).content.decode()


def test_the_kit_changes_this_and_nothing_else_and_can_be_undone(
    client: Client,
) -> None:
    item = revoked(TANUKI, KUMO)
    client.force_login(rin())
    found = files(client, item)
    assert TANUKI in found["policy-now.json"]
    new = json.loads(found["policy-new.json"])
    assert new["Statement"][0]["Principal"] == {"AWS": [f"arn:aws:iam::{KUMO}:root"]}
    assert "file://policy-new.json" in found["apply.sh"]
    assert "file://policy-now.json" in found["rollback.sh"]
    assert f'"$here" != {PAYMENTS}' in found["apply.sh"]
    assert found["policy.diff"].startswith("--- policy-now.json")
    assert "assume_role_policy = <<POLICY" in found["terraform.tf"]
    property_ = json.loads(found["cloudformation.json"])["Properties"]
    assert property_ == {"AssumeRolePolicyDocument": new}
    assert item.document_sha256 in found["README.txt"]


def test_the_same_kit_is_the_same_bytes(client: Client) -> None:
    item = revoked(TANUKI)
    client.force_login(rin())
    address = f"/reviews/items/{item.pk}/kit"
    assert client.get(address).content == client.get(address).content


def test_what_is_gone_already_needs_no_kit(client: Client) -> None:
    item = revoked(TANUKI)
    end_grant(item.grant)
    client.force_login(rin())
    answer = client.get(f"/reviews/items/{item.pk}/removing")
    assert answer.status_code == 409
    assert "no longer holds this grant" in answer.content.decode()


def test_who_is_not_asked_and_sees_not_everything_gets_no_kit(client: Client) -> None:
    item = revoked(TANUKI)
    client.force_login(make_user(DAICHI, Role.REVIEWER))
    for page in ("removing", "kit"):
        assert client.get(f"/reviews/items/{item.pk}/{page}").status_code in {403, 404}


def reduced(to: Reduction, *vendors: str) -> ReviewItem:
    """Rin decided that the first of ``vendors`` is to be asked for more."""
    item = revoked(*vendors)
    decide_item(
        item, reviewer=rin(), verdict=Verdict.REDUCE, reason="Less.", reduce_to=to
    )
    item.refresh_from_db()
    return item


def test_what_is_to_be_reduced_has_a_kit_that_does_not_remove_it(
    client: Client,
) -> None:
    item = reduced(Reduction.MFA, TANUKI, KUMO)
    client.force_login(rin())
    new = json.loads(files(client, item)["policy-new.json"])["Statement"]
    assert [each["Principal"]["AWS"] for each in new] == [
        [f"arn:aws:iam::{KUMO}:root"],
        [f"arn:aws:iam::{TANUKI}:root"],
    ]
    assert new[1]["Condition"] == {"Bool": {"aws:MultiFactorAuthPresent": "true"}}
    page = client.get(f"/reviews/items/{item.pk}/removing").content.decode()
    assert "The change that makes it narrower" in page
    assert "The smallest change that removes it" not in page
    assert "How to reduce it" in client.get(item.get_absolute_url()).content.decode()


def test_to_what_is_used_has_no_kit_since_nobody_knows_what_was(
    client: Client,
) -> None:
    item = reduced(Reduction.USED, TANUKI)
    client.force_login(rin())
    page = client.get(f"/reviews/items/{item.pk}/removing")
    assert page.status_code == 409
    assert "Which actions were used is not known here" in page.content.decode()
    assert client.get(f"/reviews/items/{item.pk}/kit").status_code == 409
