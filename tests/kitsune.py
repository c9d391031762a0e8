"""Kitsune Foods as rows: the organization of the pictures, for tests of pages."""

from __future__ import annotations

from datetime import timedelta

from accessmap.models import Account, Coverage, Grant, OrganizationalUnit, Outcome
from accessmap.policy.grant import Blocker, Principal
from accessmap.policy.kinds import PolicyKind, PrincipalKind, Verdict, Zone
from tests.cast import HAYABUSA as PAY
from tests.cast import KAPPA, KUMO, MANAGEMENT, OLD_POS, ORGANIZATION, STRANGER, TANUKI
from tests.rows import (
    THEN,
    make_account,
    make_counterparty,
    make_coverage,
    make_crawl,
    make_grant,
    make_resource,
    make_snapshot,
    make_unit,
    trust,
)

ROOT = "r-k1ts"
UNITS = {
    "Security": "",
    "Infrastructure": "",
    "Workloads": "",
    "Production": "Workloads",
    "Staging": "Workloads",
    "Data": "",
    "Sandbox": "",
    "Suspended": "",
}
ACCOUNTS = {
    "Security": {
        "log-archive": "310045127788",
        "security-audit": "310045127799",
        "incident-resp": "310045127803",
    },
    "Infrastructure": {
        "network-hub": "415500218836",
        "shared-services": "415500218841",
        "ci-cd": "415500218859",
        "dns-backup": "415500218862",
    },
    "Production": {
        "payments-prod": "204411803391",
        "shop-prod": "204411803406",
        "orders-prod": "204411803414",
        "logistics-prod": "204411803422",
        "loyalty-prod": "204411803430",
        "coldchain-prod": "204411803448",
    },
    "Staging": {
        "payments-stg": "204411809001",
        "shop-stg": "204411809019",
        "orders-stg": "204411809027",
    },
    "Data": {
        "data-lake": "528830071124",
        "analytics": "528830071139",
        "ml-platform": "528830071147",
    },
    "Sandbox": {
        "sandbox-sato": "660912340017",
        "sandbox-ml": "660912340025",
        "sandbox-labs": "660912340033",
    },
    "Suspended": {"old-pos": OLD_POS},
    "": {"kitsune-root": MANAGEMENT},
}
IDS = {name: id_ for found in ACCOUNTS.values() for name, id_ in found.items()}
GITHUB = "oidc-provider/token.actions.githubusercontent.com"
# Who, what the verdict is, and where it is granted, how often.
TRUST = (
    ("public", Verdict.PUBLIC, "data-lake", 1),
    ("public", Verdict.PUBLIC, "sandbox-ml", 1),
    ("public", Verdict.ANY_ACCOUNT, "analytics", 1),
    (TANUKI, Verdict.EXTERNAL, "payments-prod", 3),
    (TANUKI, Verdict.EXTERNAL, "shop-prod", 1),
    (TANUKI, Verdict.EXTERNAL, "data-lake", 1),
    (KUMO, Verdict.EXTERNAL, "network-hub", 2),
    (KUMO, Verdict.EXTERNAL, "orders-prod", 1),
    (PAY, Verdict.EXTERNAL, "payments-prod", 1),
    (PAY, Verdict.EXTERNAL, "payments-stg", 1),
    (KAPPA, Verdict.EXTERNAL, "analytics", 1),
    (STRANGER, Verdict.EXTERNAL, "sandbox-sato", 1),
    ("github", Verdict.FEDERATED, "ci-cd", 6),
    ("github", Verdict.FEDERATED, "shop-prod", 2),
    ("okta", Verdict.FEDERATED, "log-archive", 2),
    ("okta", Verdict.FEDERATED, "security-audit", 2),
    ("okta", Verdict.FEDERATED, "kitsune-root", 1),
    ("okta", Verdict.FEDERATED, "sandbox-labs", 1),
    ("cloudtrail.amazonaws.com", Verdict.SERVICE, "log-archive", 2),
    ("config.amazonaws.com", Verdict.SERVICE, "log-archive", 1),
    ("backup.amazonaws.com", Verdict.SERVICE, "dns-backup", 1),
    ("lambda.amazonaws.com", Verdict.SERVICE, "analytics", 3),
    ("org", Verdict.ORGANIZATION, "network-hub", 1),
    ("ou", Verdict.ORGANIZATION, "data-lake", 1),
)
INSIDE = (
    ("security-audit", ("payments-prod", "shop-prod", "data-lake", "sandbox-ml")),
    (
        "ci-cd",
        ("payments-prod", "shop-prod", "orders-prod", "payments-stg", "shop-stg"),
    ),
    ("network-hub", ("shop-prod", "data-lake")),
    ("data-lake", ("analytics", "ml-platform")),
    ("ml-platform", ("data-lake", "sandbox-ml")),
    ("orders-prod", ("data-lake",)),
    ("shared-services", ("orders-stg",)),
)


def settle() -> None:
    """Make the organization, its accounts, what was read and what is granted."""
    crawl = make_crawl()
    root = OrganizationalUnit.objects.create(
        unit_id=ROOT, name="Kitsune Foods", path=f"{ORGANIZATION}/{ROOT}/"
    )
    units = {"": root}
    for name, parent in UNITS.items():
        units[name] = make_unit(name, parent=units[parent])
    for unit, accounts in ACCOUNTS.items():
        for name, account_id in accounts.items():
            tags = {"compliance": "pci"} if name == "payments-prod" else {}
            make_account(account_id, name, unit=units[unit], tags=tags)
            outcome = Outcome.DENIED if name == "old-pos" else Outcome.COMPLETE
            make_coverage(crawl, account_id=account_id, outcome=outcome)
    make_account(
        KAPPA, "kappa-sweets", left_at=THEN - timedelta(days=200), first_seen_at=THEN
    )
    make_counterparty()
    make_counterparty(KUMO, "Kumo Backup")
    make_counterparty(PAY, "Hayabusa Pay")
    for who, verdict, where, count in TRUST:
        for _number in range(count):
            let_in(who, verdict, where)
    for source, targets in INSIDE:
        for target in targets:
            let_in(IDS[source], Verdict.IN_ORG, target)
    let_in("public", Verdict.PUBLIC, "sandbox-sato", is_blocked=True)


def principal(who: str, where: str) -> Principal:
    """Who stands in a statement under one of our short names."""
    arn = f"arn:aws:iam::{IDS[where]}:"
    federated = {
        "github": f"{arn}{GITHUB}",
        "okta": f"{arn}saml-provider/Okta",
    }
    if who in federated:
        return Principal(PrincipalKind.FEDERATED, federated[who], IDS[where])
    if who == "ou":
        unit = OrganizationalUnit.objects.get(name="Production")
        return Principal(PrincipalKind.UNIT, unit.path)
    if who.endswith(".amazonaws.com"):
        return Principal(PrincipalKind.SERVICE, who)
    others = {
        "public": Principal(PrincipalKind.PUBLIC, "*"),
        "org": Principal(PrincipalKind.ORGANIZATION, ORGANIZATION),
    }
    return others.get(who) or Principal(PrincipalKind.ACCOUNT, who, who)


ZONES = {
    Verdict.PUBLIC: Zone.PUBLIC,
    Verdict.ANY_ACCOUNT: Zone.PUBLIC,
    Verdict.EXTERNAL: Zone.EXTERNAL,
    Verdict.FEDERATED: Zone.FEDERATED,
    Verdict.SERVICE: Zone.SERVICE,
    Verdict.ORGANIZATION: Zone.ORGANIZATION,
    Verdict.IN_ORG: Zone.ORGANIZATION,
}


def let_in(
    who: str, verdict: Verdict, where: str, *, is_blocked: bool = False
) -> Grant:
    """Somebody may become a role of an account."""
    account = Account.objects.get(account_id=IDS[where])
    resource = make_resource(account, facts={"last_used_at": "2026-04-23T02:00:00Z"})
    make_snapshot(resource, trust({"AWS": who}))
    blocked = (Blocker("block-public-access", "RestrictPublicBuckets"),)
    return make_grant(
        resource,
        principal=principal(who, where),
        verdict=verdict,
        zone=ZONES[verdict],
        policy_kind=PolicyKind.TRUST,
        blocked_by=blocked if is_blocked else (),
    )


def cross_account() -> int:
    """How many grants cross an account."""
    return Grant.objects.current().cross_account().count()


def read_completely() -> int:
    """How many accounts were read without a gap."""
    return Coverage.objects.complete().values("account_id").distinct().count()
