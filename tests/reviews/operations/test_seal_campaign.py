"""Nothing is sealed that an auditor would find wrong; it is looked at before."""

from __future__ import annotations

import pytest
from django.utils import translation

from reviews.errors import NoEvidence
from reviews.models import Campaign, Decision, ReviewItem, Seal, Verification
from reviews.operations.seal_campaign import seal_campaign
from tests.reviews.evidence.bundles import signed
from tests.reviews.story import aiko
from tests.write_once import lifted

pytestmark = pytest.mark.django_db


@pytest.fixture(name="signed")
def _signed() -> Campaign:
    return signed()


def test_what_the_ledger_contradicts_is_not_sealed(signed: Campaign) -> None:
    last = Decision.objects.order_by("-pk")[0]
    with lifted():
        Decision.objects.filter(pk=last.pk).update(reason="Another reason.")
        said = f"not sealed: decision {last.pk}: the ledger says otherwise"
        with pytest.raises(NoEvidence, match=said):
            seal_campaign(signed, sealed_by=aiko())
    assert not Seal.objects.exists()


def test_a_promise_that_does_not_hold_is_not_sealed(signed: Campaign) -> None:
    with lifted():
        Verification.objects.filter(outcome="gone-once").delete()
        said = (
            "not sealed: What is removed was twice seen gone: verification.jsonl line 1"
        )
        with pytest.raises(NoEvidence, match=said):
            seal_campaign(signed, sealed_by=aiko())
        with (
            translation.override("ja"),
            pytest.raises(NoEvidence, match="封印していま"),
        ):
            seal_campaign(signed, sealed_by=aiko())


def test_a_state_that_nobody_decided_is_not_sealed(signed: Campaign) -> None:
    with lifted():
        ReviewItem.objects.filter(state="undecided").update(state="confirmed")
        with pytest.raises(
            NoEvidence, match=r"The sums tie out: assignments\.jsonl line 3"
        ):
            seal_campaign(signed, sealed_by=aiko())


def test_what_holds_is_sealed(signed: Campaign) -> None:
    assert seal_campaign(signed, sealed_by=aiko()).campaign == signed
