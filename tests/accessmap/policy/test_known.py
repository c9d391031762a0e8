"""A public list may name an outsider; it does not make one trusted."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

from accessmap.policy.derive import derive
from accessmap.policy.explain import plain, sentence, verdict_words
from accessmap.policy.grant import Grant
from accessmap.policy.kinds import PolicyKind
from accessmap.policy.known import LIST, known_accounts
from accessmap.policy.names import Names
from tests.accessmap.policy.callers import ZONE
from tests.accessmap.policy.world import subject

DATADOG = "464622532012"


def shared() -> Grant:
    about = replace(
        subject({"restore": [DATADOG]}),
        kind=PolicyKind.SHARE,
        resource_type="AWS::RDS::DBSnapshot",
    )
    return derive(about, ZONE).grants[0]


def test_every_account_of_the_list_is_an_account_id() -> None:
    assert all(each.isdigit() and len(each) == 12 for each in known_accounts())
    assert known_accounts()[DATADOG] == "Datadog"


def test_no_account_is_two_vendors_and_each_has_a_source() -> None:
    told = json.loads(LIST.read_text(encoding="utf-8"))
    listed = [each for vendor in told["vendors"] for each in vendor["accounts"]]
    assert len(listed) == len(set(listed)) > 150
    assert all(each["source"].startswith("http") for each in told["vendors"])
    assert date.fromisoformat(told["read_on"])


def test_a_listed_name_is_told_as_listed_and_stays_a_stranger() -> None:
    said = plain(sentence(shared(), Names(), "en"))
    assert f"an account not known to us, listed as Datadog ({DATADOG})" in said
    assert verdict_words(shared(), "en") == verdict_words(
        shared()._replace(principal=shared().principal._replace(account_id="1" * 12)),
        "en",
    )


def test_the_operators_own_name_wins() -> None:
    said = plain(sentence(shared(), Names(accounts={DATADOG: "Our monitoring"}), "en"))
    assert "Our monitoring" in said
    assert "Datadog" not in said
