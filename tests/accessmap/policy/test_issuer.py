"""Which claims of a provider that serves everybody tell whose a token is."""

from __future__ import annotations

import pytest

from accessmap.policy.issuer import OWNERS, is_shared, tells_owner


def test_a_company_s_own_provider_serves_nobody_else() -> None:
    assert is_shared("gitlab.com")
    assert not is_shared("gitlab.acme.example")


@pytest.mark.parametrize("host", sorted(OWNERS))
def test_nothing_fixed_tells_nobody(host: str) -> None:
    for claim in OWNERS[host]:
        assert not tells_owner("", claim, host, is_exact=True)
        assert not tells_owner("", claim, host, is_exact=False)


@pytest.mark.parametrize("host", sorted(OWNERS))
def test_a_name_that_goes_on_after_the_wildcard_is_no_whole_name(host: str) -> None:
    for claim in OWNERS[host]:
        assert not tells_owner("acme", claim, host, is_exact=False)


def test_an_exact_name_is_whole() -> None:
    host = "token.actions.githubusercontent.com"
    assert tells_owner("acme", "repository_owner", host, is_exact=True)
    assert not tells_owner("refs/heads/main", "ref", host, is_exact=True)
