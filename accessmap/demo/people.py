"""Who works at Kitsune Foods, and whom they deal with."""

from __future__ import annotations

from datetime import UTC, datetime

from accessmap.demo.accounts import (
    AIKO,
    DAICHI,
    HAYABUSA,
    KAPPA,
    KEN,
    KUMO,
    MAKOTO,
    ORGANIZATION,
    RIN,
    TANUKI,
)
from accessmap.models import Account, Counterparty, Role, User

PEOPLE = (
    (AIKO, "Aiko Mori", Role.ANALYST),
    (RIN, "Rin Takeda", Role.REVIEWER),
    (DAICHI, "Daichi Mori", Role.REVIEWER),
    (KEN, "Ken Abe", Role.ANALYST),
    (MAKOTO, "Makoto Endo", Role.AUDITOR),
)
# One of each kind is offered a link when the demo starts.
GREETED = (AIKO, RIN, MAKOTO)
CONTRACTS = "kitsune.example/contracts"
VENDORS = (
    (TANUKI, "Tanuki Observability", f"{CONTRACTS}/2023-118"),
    (KUMO, "Kumo Backup", f"{CONTRACTS}/2022-041"),
    (HAYABUSA, "Hayabusa Pay", f"{CONTRACTS}/2024-007"),
)
KAPPA_JOINED = datetime(2021, 6, 1, tzinfo=UTC)
KAPPA_LEFT = datetime(2026, 3, 31, 15, 0, tzinfo=UTC)


def username(email: str) -> str:
    """Return the name somebody signs in under."""
    return email.partition("@")[0]


def introduce() -> None:
    """Make the people, name the vendors, remember the member that left.

    Crawls since 2021 would have seen kappa-sweets join and leave; this stands for them.
    """
    for email, name, role in PEOPLE:
        person, is_new = User.objects.get_or_create(
            username=username(email),
            defaults={"email": email, "full_name": name, "role": role},
        )
        if is_new:
            person.set_unusable_password()
            person.save(update_fields=["password"])
    for account_id, name, source in VENDORS:
        Counterparty.objects.get_or_create(
            account_id=account_id, defaults={"name": name, "source": source}
        )
    Account.objects.get_or_create(
        account_id=KAPPA,
        defaults={
            "name": "kappa-sweets",
            "organization_id": ORGANIZATION,
            "state": Account.State.ACTIVE,
            "first_seen_at": KAPPA_JOINED,
            "left_at": KAPPA_LEFT,
        },
    )


def other_organization() -> str:
    """Return the id of an organization in this database that is not the demo's."""
    others = Account.objects.exclude(organization_id__in=("", ORGANIZATION))
    return others.values_list("organization_id", flat=True).first() or ""
