"""A campaign whose time is over, with a row in every table."""

from __future__ import annotations

import pytest
from django.utils import timezone
from pytest_django import Settings

from accessmap.models import Entry, User
from reviews.evidence.controls import FRAMEWORK_OF
from reviews.models import (
    Campaign,
    ConflictOverride,
    DeadlineApproval,
    Exclusion,
    Exemption,
    ExemptionAnswer,
    Planted,
    PlantedAnswer,
    Seal,
    SecondAnswer,
    SecondLook,
    SignOff,
)
from reviews.operations.close_campaign import close_campaign
from reviews.operations.delete_campaign import (
    GOES,
    ask_deletion,
    delete_campaign,
)
from reviews.operations.name_management import name_management
from reviews.operations.seal_campaign import seal_campaign
from reviews.operations.sign_off import sign_off
from tests.reviews.evidence.bundles import sealed
from tests.reviews.story import aiko, ken, rin
from tests.rows import PASSWORD
from tests.write_once import lifted

REASON = "Its seven years are over."


@pytest.fixture
def over(settings: Settings) -> None:
    """What is sealed now was to be kept until the end of last year."""
    settings.KEEP_YEARS = dict.fromkeys(FRAMEWORK_OF, -1)


@pytest.fixture
def asked(over: None) -> Campaign:
    """A campaign whose time is over; Aiko asked that it be deleted."""
    found = sealed().campaign
    fill_every_table(found)
    ask_deletion(found, asked_by=aiko(), password=PASSWORD, reason=REASON)
    return found


def fill_every_table(found: Campaign) -> None:
    """Rows that this campaign happens not to have, whatever the rules say of them."""
    now, item = timezone.now(), found.items.all()[0]
    with lifted():
        Exclusion.objects.create(campaign=found, number=9, grant=item.grant)
        DeadlineApproval.objects.create(
            campaign=found, most=1, approved_by=ken(), approved_at=now, reason="So."
        )
        ConflictOverride.objects.create(
            item=item, person=rin(), way="…", granted_by=ken(), granted_at=now,
            reason="So.",
        )  # fmt: skip
        ExemptionAnswer.objects.create(
            exemption=Exemption.objects.create(
                item=item, requested_by=rin(), requested_at=now, control="…",
                reason="So.", expires_on=now.date(), allowed_until=now.date(),
            ),
            answered_by=ken(), answered_at=now, is_approved=True,
        )  # fmt: skip
        SecondAnswer.objects.create(
            look=SecondLook.objects.create(item=item, asked=ken(), drawn_at=now),
            verdict="confirm", reason="So.", language="en", shown_sha256="0" * 64,
            answered_by=ken(), answered_at=now,
        )  # fmt: skip
        PlantedAnswer.objects.create(
            planted=Planted.objects.create(
                campaign=found, reviewer=rin(), number=1, wording={},
                circumstances={}, rank=0,
            ),
            verdict="revoke", answered_at=now,
        )  # fmt: skip


def delete(found: Campaign, by: User | None = None) -> Entry:
    return delete_campaign(found, deleted_by=by or ken(), password=PASSWORD)


def left() -> dict[str, int]:
    return {
        model._meta.label: model.objects.count()
        for model, _path in (*GOES, (Campaign, ""))
    }


def sealing(found: Campaign) -> Seal:
    close_campaign(found, closed_by=aiko())
    sign_off(found, part=SignOff.Part.OWNER, person=aiko(), password=PASSWORD)
    name_management(found, person=ken(), named_by=aiko())
    sign_off(found, part=SignOff.Part.MANAGEMENT, person=ken(), password=PASSWORD)
    return seal_campaign(Campaign.objects.get(pk=found.pk), sealed_by=aiko())
