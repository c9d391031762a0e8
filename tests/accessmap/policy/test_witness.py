"""One request that really gets through."""

from __future__ import annotations

from tests.accessmap.policy.stage import allow, deny, grants
from tests.accessmap.policy.world import FOREIGN, OURS


def test_it_has_a_caller_an_action_and_a_resource() -> None:
    [grant] = grants(allow({"AWS": FOREIGN}))
    assert grant.witness["action"] == "s3:GetObject"
    assert grant.witness["resource"].startswith("arn:aws:s3:::corpus-bucket/")
    assert grant.witness["aws:principalaccount"] == FOREIGN


def test_it_keeps_clear_of_a_deny() -> None:
    asked = {"StringNotEquals": {"aws:PrincipalOrgID": OURS}}
    [grant] = [e for e in grants(allow(), deny(Condition=asked)) if not e.is_blocked]
    assert grant.witness["aws:principalorgid"] == OURS
