from __future__ import annotations

import pytest

from accessmap.graph.parties import ANY_ACCOUNT, ANYONE, Group, Party
from accessmap.graph.picture import party_name
from tests.cast import STRANGER, TANUKI


def test_a_known_party_goes_by_its_name() -> None:
    party = Party(TANUKI, Group.VENDORS, "Tanuki Observability", TANUKI)
    assert party_name(party) == ("Tanuki Observability", TANUKI)


def test_a_stranger_keeps_the_id() -> None:
    party = Party(STRANGER, Group.UNKNOWN, note=STRANGER, is_nameless=True)
    assert party_name(party) == ("Not known to us", STRANGER)


def test_anyone_is_never_any_account() -> None:
    assert party_name(ANYONE) == ("Anyone", "on the internet")
    assert party_name(ANY_ACCOUNT) == ("Any account", "with a condition")


def test_who_is_gathered_is_counted() -> None:
    rest = Party("rest:vendors", Group.VENDORS, note="36", is_nameless=True)
    assert party_name(rest) == ("36 more", "Vendors")
    everybody = Party("all:vendors", Group.VENDORS, note="1", is_nameless=True)
    assert party_name(everybody) == ("Vendors", "1 party")


@pytest.mark.parametrize(
    ("group", "told"),
    [
        (Group.UNKNOWN, ("9 unknown parties", "who they are")),
        (Group.SERVICES, ("9 parties", "AWS services")),
    ],
)
def test_a_whole_group_that_is_gathered_is_no_rest(
    group: Group, told: tuple[str, str]
) -> None:
    rest = Party(f"rest:{group}", group, note="9", is_nameless=True, is_whole=True)
    assert party_name(rest) == told


def test_who_is_no_account_is_called_what_it_is() -> None:
    office = Party("203.0.113.0/24", Group.UNKNOWN, "203.0.113.0/24", "network")
    assert party_name(office) == ("203.0.113.0/24", "IP range")
    assert party_name(Party("79a59d", Group.UNKNOWN, "79a59d", "canonical"))[1] == (
        "Canonical id"
    )
