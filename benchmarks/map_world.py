"""An organization in the database, as large as the map must bear: pairs of accounts.

Five thousand accounts in twenty units, some inside others; one grant or more for each
of forty thousand pairs, from accounts, vendors, providers, services and everybody.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence

UNITS = 20
NESTED = 4  # every fourth unit lies in the one before it
NEAR = 0.7  # of the pairs at home, in one's own unit
VENDORS = 120
WORDS = (
    *("payments", "checkout", "ledger", "search", "orders", "kitchen", "delivery"),
    *("loyalty", "menu", "pricing", "fraud", "identity", "media", "mobile", "partner"),
    *("catalog", "routing", "billing", "forecast", "sandbox"),
)
STAGES = ("prod", "staging", "dev", "test")
HOME, VENDOR, PROVIDER, SERVICE, PUBLIC = range(5)
SHARES = (80, 12, 4, 3, 1)  # of a hundred pairs
Pair = tuple[int, str, str]  # kind of source, source, target


def account_ids(count: int, draw: random.Random) -> list[str]:
    """Return so many account ids, as random as AWS's."""
    found: dict[str, None] = {}
    while len(found) < count:
        found[f"{draw.randrange(10**11, 10**12)}"] = None
    return list(found)


def pairs(ids: Sequence[str], count: int, draw: random.Random) -> Iterator[Pair]:
    """Yield so many different pairs; most stay near home, as in life."""
    vendors = account_ids(VENDORS, draw)
    seen: set[Pair] = set()
    while len(seen) < count:
        target = draw.randrange(len(ids))
        kind = draw.choices(range(5), SHARES)[0]
        near = (target + draw.randrange(1, 40) * UNITS) % len(ids)
        source = {
            HOME: ids[near if draw.random() < NEAR else draw.randrange(len(ids))],
            VENDOR: draw.choice(vendors),
            PROVIDER: f"arn:aws:iam::{ids[target]}:saml-provider/Okta",
            SERVICE: f"{draw.choice(('lambda', 'ec2', 's3'))}.amazonaws.com",
            PUBLIC: "*",
        }[kind]
        pair = (kind, source, ids[target])
        if source != ids[target] and pair not in seen:
            seen.add(pair)
            yield pair


def fill(accounts: int, count: int, seed: int = 1) -> list[str]:
    """Fill an empty database; return the ids of its accounts."""
    from accessmap.mass import insert
    from accessmap.models import Account, Counterparty, Coverage, OrganizationalUnit
    from tests.rows import THEN, first_crawl, make_unit

    draw = random.Random(seed)
    crawl = first_crawl()
    root = make_unit("Root", unit_id="r-k1t5")
    units: list[OrganizationalUnit] = []
    for number in range(UNITS):
        parent = units[number - 1] if number % NESTED == NESTED - 1 else root
        name = f"{WORDS[number].title()} unit"
        units.append(make_unit(name, unit_id=f"ou-k1t5-{number:02}", parent=parent))
    ids = account_ids(accounts, draw)
    insert(
        [
            Account(
                account_id=each,
                name=f"{draw.choice(WORDS)}-{draw.choice(STAGES)}-{number:04}",
                unit=units[number % UNITS],
                state=Account.State.ACTIVE,
                first_seen_at=THEN,
            )
            for number, each in enumerate(ids)
        ]
    )
    insert(
        [
            Coverage(
                crawl=crawl,
                account_id=each,
                collector="iam",
                service="iam",
                resource_type="AWS::IAM::Role",
                outcome="complete",
                item_count=20,
                started_at=crawl.started_at,
                finished_at=crawl.started_at,
            )
            for each in ids
        ]
    )
    found = list(pairs(ids, count, draw))
    outside = sorted({source for kind, source, _ in found if kind == VENDOR})
    insert(
        [
            Counterparty(account_id=each, name=f"Vendor {number}")
            for number, each in enumerate(outside[: VENDORS // 2])
        ]
    )
    _grant(ids, found, draw)
    return ids


def _grant(ids: Sequence[str], found: Sequence[Pair], draw: random.Random) -> None:
    from accessmap.derive.rows import to_row
    from accessmap.mass import insert
    from accessmap.models import Resource, Snapshot
    from accessmap.policy.grant import Principal
    from accessmap.policy.kinds import PolicyKind, PrincipalKind, Verdict, Zone
    from tests.rows import THEN, first_crawl, grant_value, make_document, trust

    crawl = first_crawl()
    document = make_document(trust({"AWS": "arn:aws:iam::338812907744:root"}))
    resources = {
        each: Resource(
            arn=f"arn:aws:iam::{each}:role/deploy",
            name="deploy",
            account_id=each,
            resource_type="AWS::IAM::Role",
            collector="iam",
            first_seen_at=THEN,
        )
        for each in ids
    }
    insert(list(resources.values()))
    snapshots = {
        each: Snapshot(
            resource=resource,
            kind=PolicyKind.TRUST,
            document=document,
            began_crawl=crawl,
            began_at=crawl.started_at,
        )
        for each, resource in resources.items()
    }
    insert(list(snapshots.values()))
    looks = {
        HOME: (PrincipalKind.ACCOUNT, Zone.ORGANIZATION, Verdict.IN_ORG),
        VENDOR: (PrincipalKind.ACCOUNT, Zone.EXTERNAL, Verdict.EXTERNAL),
        PROVIDER: (PrincipalKind.FEDERATED, Zone.FEDERATED, Verdict.FEDERATED),
        SERVICE: (PrincipalKind.SERVICE, Zone.SERVICE, Verdict.SERVICE),
        PUBLIC: (PrincipalKind.PUBLIC, Zone.PUBLIC, Verdict.PUBLIC),
    }
    rows = []
    for kind, source, target in found:
        principal_kind, zone, verdict = looks[kind]
        account_id = source if kind in {HOME, VENDOR} else ""
        for action in ("sts:AssumeRole", "sts:TagSession")[: draw.randrange(1, 3)]:
            says = grant_value(
                resources[target],
                principal=Principal(principal_kind, source, account_id),
                zone=zone,
                verdict=verdict,
                actions=(action,),
            )
            rows.append(to_row(says, snapshot=snapshots[target], crawl=crawl))
    for begin in range(0, len(rows), 10_000):
        insert(rows[begin : begin + 10_000])
