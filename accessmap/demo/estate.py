"""The whole estate: the organization on the first day, and three months later."""

from __future__ import annotations

from accessmap.demo import (
    later,
    moto_copies,
    moto_devices,
    moto_lent,
    moto_networks,
    moto_organization,
    moto_seed,
    moto_shared,
)
from accessmap.demo.accounts import ACCOUNTS
from accessmap.demo.buckets import BLOCKED_ACCOUNTS, BUCKETS
from accessmap.demo.copies import COPIES
from accessmap.demo.findings import FINDINGS, FINDINGS_OF_KEYS
from accessmap.demo.keys import KEYS
from accessmap.demo.lent import LENT
from accessmap.demo.policies import KITSUNE_MANAGED
from accessmap.demo.roles_everywhere import everywhere
from accessmap.demo.roles_federated import (
    FEDERATED,
    GITHUB_ACCOUNTS,
    OKTA_ACCOUNTS,
    SSO_ACCOUNTS,
    SSO_PROVIDER,
)
from accessmap.demo.roles_inside import INSIDE
from accessmap.demo.roles_outside import OUTSIDE
from accessmap.demo.shapes import Finding, Used
from accessmap.demo.unserved import Unserved
from accessmap.demo.uses import LATER, USES


class Estate:
    """What stands in moto, and what Access Analyzer says of it."""

    def __init__(self) -> None:
        """Build the first day."""
        moto_copies.only_our_own()
        moto_organization.found()
        for account in ACCOUNTS:
            self._open(account.id)
        for policy in KITSUNE_MANAGED:
            moto_seed.managed_policy(policy)
        for role in (*everywhere(), *OUTSIDE, *FEDERATED, *INSIDE):
            moto_seed.role(role)
        for bucket in BUCKETS:
            moto_seed.bucket(bucket)
        for account_id in BLOCKED_ACCOUNTS:
            moto_seed.block_account(account_id)
        for copy in COPIES:
            moto_copies.copy(copy)
        moto_shared.share()
        moto_networks.join()
        moto_devices.connect()
        for lent in LENT:
            moto_lent.put(lent)
        self.unserved = Unserved(moto_lent.unserved(LENT))
        self.keys = {(key.account, key.alias): moto_seed.key(key) for key in KEYS}
        self.findings = (*FINDINGS, *self._findings_of_keys())
        self.uses: tuple[Used, ...] = USES
        self.is_later = False

    def move_on(self) -> None:
        """Bring the estate to its second state; a second time changes nothing."""
        if self.is_later:
            return
        self.is_later = True
        moto_organization.leave(later.LEFT)
        moto_organization.join(later.JOINED)
        self._open(later.JOINED.id)
        for account_id, name in later.REMOVED_ROLES:
            moto_seed.remove_role(account_id, name)
        for role in later.NEW_ROLES:
            moto_seed.role(role)
        for account_id, name, trust in later.CHANGED_TRUST:
            moto_seed.backend("iam", account_id).get_role(
                name
            ).assume_role_policy_document = moto_seed.text(trust)
        for bucket in (*later.CHANGED_BUCKETS, *later.NEW_BUCKETS):
            moto_seed.bucket(bucket)
        self.uses = (*USES, *LATER)
        self.findings = (
            *(each for each in self.findings if each.resource not in later.GONE),
            *later.NEW_FINDINGS,
        )

    def _open(self, account_id: str) -> None:
        moto_seed.aws_managed(account_id)
        saml: tuple[str, ...] = ("okta",) if account_id in OKTA_ACCOUNTS else ()
        if account_id in SSO_ACCOUNTS:
            saml += (SSO_PROVIDER,)
        moto_seed.identity_providers(
            account_id, saml=saml, github=account_id in GITHUB_ACCOUNTS
        )

    def _findings_of_keys(self) -> tuple[Finding, ...]:
        return tuple(
            Finding(
                account,
                self.keys[account, alias],
                finding.resource_type,
                finding.principal,
                finding.actions,
            )
            for account, alias, finding in FINDINGS_OF_KEYS
        )
