from __future__ import annotations

import csv
import io
import json

import pytest
from django.core.management import CommandError, call_command

from accessmap.policy.grant import Principal
from accessmap.policy.kinds import PrincipalKind
from tests import rows
from tests.cast import PAYMENTS, SHOP, TANUKI

pytestmark = pytest.mark.django_db

PROMISED = {
    "fingerprint", "resource", "resource_type", "resource_account", "principal_kind",
    "principal", "zone", "verdict", "actions", "conditions", "sentence", "flags",
    "first_seen_at", "ended_at", "name", "blocked_by", "source_zone",
    "federated_scope", "access_levels", "unknown",
}  # fmt: skip


def printed(*words: str) -> tuple[str, str]:
    out, err = io.StringIO(), io.StringIO()
    call_command("grants", *words, stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def test_a_line_of_jsonl_says_all_that_was_promised() -> None:
    grant = rows.make_grant(flags=("no-external-id",))
    found = [json.loads(each) for each in printed("--format", "jsonl")[0].splitlines()]
    assert len(found) == 1
    assert set(found[0]) >= PROMISED
    assert found[0]["fingerprint"] == grant.fingerprint
    assert found[0]["principal"] == TANUKI
    assert found[0]["flags"] == ["no-external-id"]
    assert found[0]["first_seen_at"] == "2026-11-23T06:10:00Z"
    assert found[0]["ended_at"] is None
    assert PAYMENTS in found[0]["sentence"]


def test_json_is_one_list() -> None:
    rows.make_grant()
    assert len(json.loads(printed("--format", "json")[0])) == 1


def test_csv_never_starts_a_formula() -> None:
    role = rows.make_resource(name="=HYPERLINK(evil)")
    rows.make_grant(role)
    found = list(csv.DictReader(io.StringIO(printed("--format", "csv")[0])))
    assert found[0]["name"] == "'=HYPERLINK(evil)"


def test_csv_says_in_every_row_of_when_it_is_and_what_was_asked() -> None:
    rows.make_account()
    rows.make_coverage()
    rows.make_grant()
    text = printed("--format", "csv", "--source", TANUKI)[0]
    (row,) = csv.DictReader(io.StringIO(text))
    assert list(row)[-4:] == ["asked", "crawl", "read_at", "coverage"]
    assert row["asked"] == f"source={TANUKI}"
    assert row["crawl"] == str(rows.first_crawl().pk)
    assert row["read_at"] == rows.THEN.isoformat()
    assert row["coverage"] == "Every account was read completely."


def test_a_table_has_a_line_a_grant() -> None:
    rows.make_grant()
    lines = printed()[0].splitlines()
    assert len(lines) == 2
    assert lines[0].startswith("verdict")


def test_it_speaks_japanese() -> None:
    rows.make_grant()
    assert "ロール" in printed("--language", "ja")[0]


def test_filters_are_those_of_the_page() -> None:
    rows.make_grant()
    stranger = Principal(PrincipalKind.ACCOUNT, SHOP, SHOP)
    rows.make_grant(principal=stranger)
    assert len(printed("--format", "jsonl", "--source", SHOP)[0].splitlines()) == 1


def test_ended_grants_come_with_all() -> None:
    rows.end_grant(rows.make_grant())
    assert printed("--format", "jsonl")[0] == ""
    assert "ended_at" in printed("--format", "jsonl", "--all")[0]


def test_it_refuses_a_verdict_that_is_none() -> None:
    with pytest.raises(CommandError, match="It takes one of"):
        printed("--verdict", "pubic")


def test_it_says_on_standard_error_what_is_unknown() -> None:
    assert "Nothing has been read yet" in printed()[1]
    rows.make_account()
    rows.make_account(SHOP)
    rows.make_coverage()
    out, err = printed("--format", "jsonl")
    assert out == ""
    assert "1 of 2 accounts were not read completely" in err
    assert SHOP in err
