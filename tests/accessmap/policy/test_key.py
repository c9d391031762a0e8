"""Condition keys."""

from __future__ import annotations

from accessmap.policy import key


def test_a_key_ignores_case_but_for_the_name_of_a_tag() -> None:
    assert key.spelled("AWS:PrincipalTag/Team") == "aws:principaltag/Team"


def test_some_keys_are_in_signed_requests_only() -> None:
    assert key.is_signed_only("aws:principaltag/team")
    assert not key.is_signed_only("aws:referer")


def test_a_providers_key_tells_the_provider() -> None:
    assert key.provider("token.actions.githubusercontent.com:sub") == (
        "token.actions.githubusercontent.com"
    )
    assert key.provider("saml:aud") == "saml"
    assert key.provider("aws:principalarn") == ""


def test_no_key_is_of_two_groups() -> None:
    groups = [
        key.PRINCIPAL,
        key.SOURCE,
        key.SERVICE,
        key.NETWORK,
        key.DOOR,
        key.RESOURCE,
    ]
    assert sum(map(len, groups)) == len(frozenset().union(*groups))
