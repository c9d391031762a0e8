"""Times are those that botocore reads, and cost less."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from botocore.utils import parse_timestamp
from hypothesis import given
from hypothesis import strategies as st

from accessmap.aws import session, timestamps


@given(st.integers(0, 4_000_000_000), st.integers(0, 999_999))
def test_a_moment_in_utc_is_the_one_that_botocore_reads(
    seconds: int, microseconds: int
) -> None:
    at = datetime.fromtimestamp(seconds, UTC).replace(microsecond=microseconds)
    for digits in ("seconds", "milliseconds", "microseconds"):
        text = at.isoformat(timespec=digits).replace("+00:00", "Z")
        assert timestamps.parse(text) == parse_timestamp(text)
        assert timestamps.parse(text).isoformat() == parse_timestamp(text).isoformat()


@pytest.mark.parametrize(
    "value",
    [
        "2024-01-01T00:00:00",
        "2024-01-01T09:00:00+09:00",
        "2024-01-01T00:00:00.123456789Z",
        "2024-01-01",
        "20240101T000000Z",
        "Mon, 01 Jan 2024 00:00:00 GMT",
        "1704067200",
        "1704067200.5",
        1704067201,
        1704067200.123,
    ],
)
def test_whatever_else_is_read_as_botocore_reads_it(value: object) -> None:
    assert timestamps.parse(value) == parse_timestamp(value)


@pytest.mark.parametrize("value", ["2024-01-01Twelve o'clockZ", "", "soon"])
def test_what_is_no_time_is_refused_as_botocore_refuses_it(value: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        parse_timestamp(value)
    with pytest.raises(ValueError, match=r"."):
        timestamps.parse(value)


def test_our_clients_read_times_so() -> None:
    core = session.session()._session  # noqa: SLF001  (boto3 has no other way to it)
    factory = core.get_component("response_parser_factory")
    parser = factory.create_parser("query")
    assert parser._timestamp_parser is timestamps.parse  # noqa: SLF001
