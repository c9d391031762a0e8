"""The operator's list of owners: every line, or none, each refusal with its remedy."""

from __future__ import annotations

import pytest
from django.utils import timezone

from accessmap.models import Resource
from reviews.errors import ListRefused, NotAllowed
from reviews.lifecycle import Rule
from reviews.models import Ownership, ReviewItem
from reviews.operations.upload_owners import upload_owners
from tests.cast import PAYMENTS, SHOP
from tests.reviews.story import aiko, campaign, ken, read_completely, rin
from tests.rows import make_account, make_grant, make_unit

pytestmark = pytest.mark.django_db


def upload(*lines: str) -> int:
    return upload_owners("\r\n".join(lines).encode("utf-8-sig"), uploaded_by=aiko())


def asked() -> ReviewItem:
    """One grant of payments-prod that no tag names an owner of."""
    read_completely()
    make_grant()
    return campaign(0).items.get()


def settle() -> None:
    aiko(), ken()
    rin()
    make_account(PAYMENTS, unit=make_unit("Production"))


def test_a_line_names_the_owner_of_an_account() -> None:
    settle()
    assert upload("what,owner", f"{PAYMENTS},{rin().email}", "") == 1
    item = asked()
    assert (item.reviewer, item.resolved_by) == (rin(), Rule.LIST)
    assert "line 2" in item.resolved_from


def test_the_nearest_unit_comes_before_the_account() -> None:
    settle()
    unit = make_unit("Production").unit_id
    type(make_unit("Production")).objects.update(unit_id="ou-k1t5-production1")
    assert unit
    upload("what,owner", "ou-k1t5-production1,rin.takeda", f"{PAYMENTS},ken.abe")
    item = asked()
    assert (item.reviewer, item.resolved_by) == (rin(), Rule.UNIT)


def test_the_contact_of_the_account_is_asked_where_nothing_else_names_one() -> None:
    settle()
    type(make_account()).objects.update(email=rin().email.upper())
    item = asked()
    assert (item.reviewer, item.resolved_by) == (rin(), Rule.ACCOUNT_CONTACT)


@pytest.mark.parametrize("kind", ["OPERATIONS", "SECURITY"])
def test_a_contact_that_the_account_names_comes_before_its_root_address(
    kind: str,
) -> None:
    settle()
    type(make_account()).objects.update(email=ken().email)
    Resource.objects.create(
        arn=f"arn:aws:account::{PAYMENTS}:alternateContact/{kind}",
        resource_type="AWS::Account::AlternateContact",
        account_id=PAYMENTS,
        collector="account_contacts",
        name="On call",
        facts={"kind": kind, "email": rin().email},
        first_seen_at=timezone.now(),
    )
    item = asked()
    assert (item.reviewer, item.resolved_by) == (rin(), Rule.ACCOUNT_CONTACT)
    assert item.resolved_from == f"{kind.lower()} contact of {PAYMENTS}"


def test_a_newer_list_sets_the_older_aside_and_keeps_it() -> None:
    settle()
    upload("what,owner", f"{PAYMENTS},rin.takeda")
    upload("what,owner", f"{PAYMENTS},ken.abe")
    assert asked().reviewer == ken()
    assert Ownership.objects.count() == 2


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("20441180339,rin.takeda", "format the column as text"),
        (f"{SHOP},rin.takeda", "is not in the organization"),
        (f"{PAYMENTS},sato.left", "Nobody who may decide signs in as “sato.left”"),
        (f"{PAYMENTS},rin.takeda\r\n{PAYMENTS},ken.abe", "Line 4: .* twice"),
    ],
)
def test_a_bad_line_refuses_all_of_them_with_its_number_and_remedy(
    line: str, sentence: str
) -> None:
    settle()
    with pytest.raises(ListRefused, match=sentence) as refused:
        upload("what,owner", "arn:aws:s3:::recipes,rin.takeda", line)
    assert str(refused.value).startswith("Nothing was taken.")
    assert not Ownership.objects.exists()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"\x8e\x86,\x83\x93", "CSV UTF-8"),
        (b"account,person\n", "must be: what,owner"),
        (b'what,owner\n"a\x00', "Line 2"),
        (b"x" * 5_000_001, "larger than 5 MB"),
    ],
)
def test_what_is_no_list_is_refused_with_the_reason(
    content: bytes, sentence: str
) -> None:
    with pytest.raises(ListRefused, match=sentence):
        upload_owners(content, uploaded_by=aiko())


def test_it_names_ten_bad_lines_and_counts_the_rest() -> None:
    with pytest.raises(ListRefused, match="And 3 more"):
        upload("what,owner", *[f"{n},nobody" for n in range(13)])


def test_a_reviewer_uploads_no_list() -> None:
    with pytest.raises(NotAllowed):
        upload_owners(b"what,owner\n", uploaded_by=rin())
