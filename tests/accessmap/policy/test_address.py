"""Ranges of addresses."""

from __future__ import annotations

from accessmap.policy.address import classes, is_wide, is_wide_text, is_within, ranges


def test_a_range_holds_its_addresses_and_no_others() -> None:
    office = ranges(["203.0.113.0/24"])
    assert is_within("203.0.113.9", office)
    assert not is_within("203.0.114.9", office)
    assert not is_within("not an address", office)


def test_two_halves_are_the_whole() -> None:
    halves = ["0.0.0.0/1", "128.0.0.0/1"]
    assert is_wide(each for each in classes(halves) if each.names)


def test_an_eighth_names_somebody_and_a_seventh_nobody() -> None:
    assert not is_wide_text("11.0.0.0/8")
    assert is_wide_text("12.0.0.0/7")
    assert not is_wide_text("2001:db8::/32")
    assert is_wide_text("2001::/16")


def test_private_addresses_do_not_count() -> None:
    private = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"]
    assert not is_wide(each for each in classes(private) if each.names)


def test_every_class_has_an_address_in_it() -> None:
    texts = ["203.0.113.0/24", "203.0.113.7/32", "2001:db8::/48"]
    for each in classes(texts):
        for text in texts:
            assert is_within(each.witness, ranges([text])) is (text in each.names)
