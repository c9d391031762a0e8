"""`manage.py analyze`: a policy in, plain words out, with no AWS and no database."""

from __future__ import annotations

import hashlib
import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from accessmap.policy.rule import all_rules
from tests.cast import ORGANIZATION, PAYMENTS, SHOP, TANUKI

VENDOR = {
    "Version": "2012-10-17",
    "Statement": {
        "Effect": "Allow",
        "Principal": {"AWS": TANUKI},
        "Action": "sts:AssumeRole",
        "Condition": {"StringEquals": {"sts:ExternalId": "agreed"}},
    },
}


@pytest.fixture
def policy(tmp_path: Path) -> str:
    path = tmp_path / "policy.json"
    path.write_text(json.dumps(VENDOR), encoding="utf-8")
    return str(path)


def analyze(*arguments: str) -> str:
    out = io.StringIO()
    call_command("analyze", *arguments, stdout=out)
    return out.getvalue()


def test_it_says_in_words_who_is_let_in(policy: str) -> None:
    said = analyze(policy, "--account", PAYMENTS)
    assert "EXTERNAL" in said
    assert TANUKI in said


def test_it_speaks_japanese(policy: str) -> None:
    assert "外部" in analyze(policy, "--account", PAYMENTS, "--language", "ja")


def test_json_holds_everything(policy: str) -> None:
    found = json.loads(analyze(policy, "--account", PAYMENTS, "--format", "json"))
    [grant] = found["grants"]
    assert (grant["zone"], found["external"], found["public"]) == (
        "external",
        True,
        False,
    )
    assert grant["witness"]["sts:externalid"] == "agreed"
    assert grant["sentence"]


def test_json_speaks_japanese_too(policy: str) -> None:
    found = json.loads(
        analyze(policy, "--account", PAYMENTS, "--format", "json", "--language", "ja")
    )
    [grant] = found["grants"]
    assert "外部 ID" in grant["sentence"]
    assert any("決められます" in flag["sentence"] for flag in grant["flags"])


def test_a_flag_says_why_and_what_to_do(policy: str) -> None:
    known = all_rules()["whole-account"]
    sentence = known.sentence["en"].format(account=TANUKI)
    said = analyze(policy, "--account", PAYMENTS)
    assert sentence in said
    assert known.fix["en"] in said
    found = json.loads(analyze(policy, "--account", PAYMENTS, "--format", "json"))
    [flag] = [e for e in found["grants"][0]["flags"] if e["id"] == "whole-account"]
    assert (flag["sentence"], flag["fix"]) == (sentence, known.fix["en"])
    assert flag["reference"] == known.reference


def test_it_fails_on_what_it_was_told_to_fail_on(policy: str) -> None:
    with pytest.raises(SystemExit) as stopped:
        analyze(policy, "--account", PAYMENTS, "--fail-on", "external")
    assert stopped.value.code == 1
    analyze(policy, "--account", PAYMENTS, "--fail-on", "public")


def test_a_member_of_the_organization_is_not_external(policy: str) -> None:
    zone = ("--org", ORGANIZATION, "--org-account", PAYMENTS, "--org-account", TANUKI)
    analyze(policy, "--account", PAYMENTS, *zone, "--fail-on", "external")


def test_it_asks_whose_the_resource_is(policy: str) -> None:
    with pytest.raises(CommandError, match="--account"):
        analyze(policy)


def test_an_arn_tells_the_account(policy: str) -> None:
    assert TANUKI in analyze(policy, "--arn", f"arn:aws:iam::{SHOP}:role/monitor")


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="cannot be read"):
        analyze(str(tmp_path / "none.json"), "--account", PAYMENTS)


def test_a_policy_that_is_not_json_is_said(tmp_path: Path) -> None:
    path = tmp_path / "policy.json"
    path.write_text("Effect: Allow", encoding="utf-8")
    digest = hashlib.sha256(b"Effect: Allow").hexdigest()
    with pytest.raises(CommandError, match=f"not JSON.*{digest}"):
        analyze(str(path), "--account", PAYMENTS)
    out = io.StringIO()
    with pytest.raises(CommandError):
        call_command("analyze", str(path), account=PAYMENTS, format="json", stdout=out)
    assert json.loads(out.getvalue())["sha256"] == digest


def test_an_rcp_closes(policy: str, tmp_path: Path) -> None:
    deny = {"Effect": "Deny", "Principal": "*", "Action": "*", "Resource": "*"}
    path = tmp_path / "rcp.json"
    path.write_text(json.dumps({"Statement": deny}), encoding="utf-8")
    analyze(policy, "--account", PAYMENTS, "--rcp", str(path), "--fail-on", "external")


def test_an_rcp_counts_only_for_a_known_kind_of_resource(tmp_path: Path) -> None:
    statement = {"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject"}
    path = tmp_path / "policy.json"
    path.write_text(json.dumps({"Statement": {**statement, "Resource": "*"}}))
    with pytest.raises(CommandError, match="--type"):
        analyze(str(path), "--account", PAYMENTS, "--rcp", str(path))


def answers(path: Path) -> list[Any]:
    return [json.loads(line) for line in analyze("--cases", str(path)).splitlines()]


def test_every_case_is_answered_in_its_place(tmp_path: Path) -> None:
    case = {
        "id": "vendor",
        "resource_type": "AWS::IAM::Role",
        "resource_account": PAYMENTS,
        "org_id": ORGANIZATION,
        "org_accounts": [PAYMENTS],
        "policy": VENDOR,
    }
    path = tmp_path / "cases.jsonl"
    lines = [
        json.dumps(case).encode(),
        b"broken",
        b"",
        b"\xff\xfe",
        json.dumps(case).encode(),
    ]
    path.write_bytes(b"\n".join(lines) + b"\n")
    found = answers(path)
    assert [each["id"] for each in found] == ["vendor", None, None, None, "vendor"]
    assert [bool(each["errors"]) for each in found] == [False, True, True, True, False]
    assert found[0]["grants"] == [
        {
            "principal_kind": "account",
            "principal": TANUKI,
            "zone": "external",
            "conditional": True,
        }
    ]


def test_it_reads_standard_input_and_needs_no_database() -> None:
    done = subprocess.run(
        [sys.executable, "manage.py", "analyze", "-", "--account", PAYMENTS],
        input=json.dumps(VENDOR),
        env={"DATABASE_URL": "postgres://nobody@127.0.0.1:1/none"},
        cwd=Path(__file__).parents[4],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert TANUKI in done.stdout
