"""Just enough of DER."""

from __future__ import annotations

import pytest

from accessmap.ledger.der import members, sorted_certificates


def test_values_that_stand_in_a_row_are_told_apart() -> None:
    long = b"\x04\x81\x80" + b"x" * 128
    assert members(b"\x02\x01\x05" + long) == [
        (2, b"\x05", b"\x02\x01\x05"),
        (4, b"x" * 128, long),
    ]


@pytest.mark.parametrize("body", [b"<html>", b"\x30\x05\x01", b"\x30\x88"])
def test_what_is_cut_off_is_said(body: bytes) -> None:
    with pytest.raises(ValueError, match="cut off"):
        members(body)


def test_a_refusal_without_a_token_stays_as_it_is() -> None:
    refusal = bytes.fromhex("30053003020102")
    assert sorted_certificates(refusal) == refusal
