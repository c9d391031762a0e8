"""Past the cap: too much rather than too little, and it says so."""

from __future__ import annotations

from tests.accessmap.policy.stage import allow, deny, grants


def test_a_document_past_the_cap_keeps_every_name_and_says_it_is_approximate() -> None:
    accounts = [f"{each:012}" for each in range(1500)]
    condition = {"StringLike": {"aws:PrincipalArn": ["arn:aws:iam::*:role/a*"]}}
    found = grants(allow({"AWS": accounts}, Condition=condition), deny())
    assert len(found) == 1500
    assert all(each.is_approximate for each in found)
    assert found[0].conditions[0].key == "aws:principalarn"
