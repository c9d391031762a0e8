from __future__ import annotations

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
