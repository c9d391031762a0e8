"""The kit's scripts, run by a shell, with a program called ``aws`` that remembers."""

from __future__ import annotations

import io
import json
import os
import subprocess
import zipfile
from pathlib import Path

import pytest

from accessmap.policy.narrow import EXTERNAL_ID, Narrowing
from accessmap.policy.remove import Change
from accessmap.policy.ways.way import Way
from accessmap.removal import Removal, narrowing_of, removal_of
from reviews.revoke_kit import by_hand, command, kit
from tests.cast import KUMO, PAYMENTS, TANUKI
from tests.reviews.views.test_revoking import revoked

pytestmark = pytest.mark.django_db

# Keeps the policy in a file beside it, as AWS keeps it in the account.
AWS = f"""#!/bin/sh
here=$(dirname "$0")
case "$1 $2" in
  "sts get-caller-identity") echo {PAYMENTS} ;;
  "iam get-role") cat "$here/force.json" ;;
  "iam update-assume-role-policy") shift 5; cat "${{1#file://}}" > "$here/force.json" ;;
  *) echo "no $1 $2" >&2; exit 9 ;;
esac
"""


class Kit:
    """An unpacked kit, beside an account that holds the policy."""

    def __init__(self, folder: Path, to: Narrowing | None = None) -> None:
        item = revoked(TANUKI, KUMO)
        self.folder = folder
        grant = item.grant
        change = narrowing_of(grant, to) if to else removal_of(grant)
        archive = zipfile.ZipFile(io.BytesIO(kit(item, change, "en")))
        archive.extractall(folder)
        program = folder / "aws"
        program.write_text(AWS, "utf-8")
        program.chmod(0o755)
        self.force = folder / "force.json"
        self.force.write_text((folder / "policy-now.json").read_text())

    def run(self, script: str) -> subprocess.CompletedProcess[str]:
        path = f"{self.folder}{os.pathsep}{os.environ['PATH']}"
        return subprocess.run(
            ["sh", str(self.folder / script)],
            check=False,
            capture_output=True,
            text=True,
            env={**os.environ, "PATH": path},
        )

    def holds(self, name: str) -> bool:
        text = (self.folder / name).read_text()
        return bool(json.loads(self.force.read_text()) == json.loads(text))


def test_apply_puts_the_new_policy_and_rollback_the_old_one(tmp_path: Path) -> None:
    found = Kit(tmp_path)
    done = found.run("apply.sh")
    assert done.returncode == 0, done.stderr
    assert found.holds("policy-new.json")
    assert found.run("rollback.sh").returncode == 0
    assert found.holds("policy-now.json")


def test_a_policy_that_was_changed_since_is_left_alone(tmp_path: Path) -> None:
    found = Kit(tmp_path)
    other = json.loads(found.force.read_text())
    other["Statement"][0]["Condition"] = {"Bool": {"aws:SecureTransport": "true"}}
    found.force.write_text(json.dumps(other))
    for script in ("apply.sh", "deny-first.sh", "rollback.sh"):
        done = found.run(script)
        assert done.returncode == 1
        assert "Take the kit again" in done.stderr
        assert json.loads(found.force.read_text()) == other


def test_the_order_of_keys_and_blanks_is_no_change(tmp_path: Path) -> None:
    found = Kit(tmp_path)
    found.force.write_text(
        json.dumps(json.loads(found.force.read_text()), sort_keys=True)
    )
    assert found.run("apply.sh").returncode == 0


def test_a_deny_goes_first_then_the_removal_or_back(tmp_path: Path) -> None:
    found = Kit(tmp_path)
    assert found.run("deny-first.sh").returncode == 0
    denial = json.loads(found.force.read_text())["Statement"][-1]
    assert (denial["Effect"], denial["Principal"]) == (
        "Deny",
        {"AWS": f"arn:aws:iam::{TANUKI}:root"},
    )
    assert found.run("rollback.sh").returncode == 0
    assert found.holds("policy-now.json")
    assert found.run("deny-first.sh").returncode == 0
    assert found.run("apply.sh").returncode == 0
    assert found.holds("policy-new.json")


def test_what_is_applied_twice_is_left_alone_the_second_time(tmp_path: Path) -> None:
    found = Kit(tmp_path)
    assert found.run("apply.sh").returncode == 0
    assert found.run("apply.sh").returncode == 1
    assert found.holds("policy-new.json")


def test_it_is_narrowed_with_the_external_id_that_was_agreed_and_back(
    tmp_path: Path,
) -> None:
    found = Kit(tmp_path, Narrowing.EXTERNAL_ID)
    assert EXTERNAL_ID in (tmp_path / "README.txt").read_text("utf-8")
    refused = found.run("apply.sh")
    assert refused.returncode == 1
    assert "Put the external ID" in refused.stderr
    assert found.holds("policy-now.json")
    new = tmp_path / "policy-new.json"
    new.write_text(new.read_text("utf-8").replace(EXTERNAL_ID, "kt-4711"), "utf-8")
    assert found.run("apply.sh").returncode == 0
    assert "kt-4711" in found.force.read_text("utf-8")
    assert found.run("rollback.sh").returncode == 0
    assert found.holds("policy-now.json")


def test_a_policy_that_cannot_be_empty_is_for_people_to_write() -> None:
    """A key keeps a policy, so taking the last statement away is no command."""
    way = Way(put="aws kms put-key-policy")
    emptied = Removal(Change("{}", None, (), (), ()), way, "")
    assert command(emptied) == ""
    assert by_hand(emptied).startswith("AWS keeps no empty policy here.")
    narrowed = Removal(Change("{}", "{}", (), (), ()), way, "")
    assert (command(narrowed), by_hand(narrowed)) == (way.put, "")


def test_a_layer_loses_its_statement_by_name() -> None:
    before = json.dumps({"Statement": [{"Sid": "theirs"}]})
    way = Way(undo_statement="aws lambda remove --statement-id {sid}")
    found = Removal(Change(before, None, (), (), ()), way, "")
    assert command(found) == "aws lambda remove --statement-id theirs"
