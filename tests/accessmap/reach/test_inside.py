from __future__ import annotations

from accessmap.reach.edges import Edges
from accessmap.reach.inside import Home, Inside
from accessmap.reach.kinds import EdgeKind, NodeKind
from accessmap.reach.nodes import Nodes
from accessmap.reach.powers import Powers
from tests.accessmap.reach.test_powers import allow, told
from tests.cast import PAYMENTS

BUCKET = "arn:aws:s3:::pay-settlements"
ROLE = f"arn:aws:iam::{PAYMENTS}:role/Worker"
RUNNER = f"arn:aws:iam::{PAYMENTS}:role/LambdaRunner"


def joined(powers: Powers) -> set[tuple[str, str, EdgeKind]]:
    nodes, edges = Nodes(), Edges()
    role = nodes.add(ROLE, NodeKind.ROLE, PAYMENTS)
    runner = nodes.add(RUNNER, NodeKind.ROLE, PAYMENTS)
    home = Home(
        PAYMENTS,
        {"s3": [BUCKET]},
        {ROLE: role, RUNNER: runner},
        {"lambda.amazonaws.com": [runner]},
    )
    Inside(nodes, edges, home).join(powers, [role])
    keys = [each.key for each in nodes.all()]
    sources, targets, kinds, *_rest = edges.arrays()
    return {
        (keys[one], keys[other], EdgeKind(kind))
        for one, other, kind in zip(sources, targets, kinds, strict=True)
    }


def test_an_admin_controls_its_account_and_nothing_else_is_listed() -> None:
    assert joined(Powers(told(allow("*")))) == {(ROLE, PAYMENTS, EdgeKind.ADMINISTER)}


def test_all_buckets_are_one_symbol_and_one_bucket_is_itself() -> None:
    symbol = f"{PAYMENTS}/s3/read"
    assert joined(Powers(told(allow("s3:GetObject")))) == {
        (ROLE, symbol, EdgeKind.READ),
        (symbol, BUCKET, EdgeKind.READ),
    }
    one = Powers(told(allow("s3:PutObject", f"{BUCKET}/*")))
    assert joined(one) == {(ROLE, BUCKET, EdgeKind.WRITE)}


def test_a_boundary_narrows_what_is_reached() -> None:
    powers = Powers(told(allow("s3:*")), told(allow("sqs:*")))
    assert joined(powers) == set()


def test_handing_a_role_to_a_service_is_a_way_to_become_it() -> None:
    powers = Powers(told(allow(["iam:PassRole", "lambda:CreateFunction"])))
    assert joined(powers) == {(ROLE, RUNNER, EdgeKind.ESCALATE)}
    assert joined(Powers(told(allow("iam:PassRole")))) == set()
    elsewhere = told(allow("iam:PassRole", ROLE), allow("lambda:CreateFunction"))
    assert joined(Powers(elsewhere)) == set()


def test_changing_anybodys_policies_is_a_way_to_all_of_the_account() -> None:
    powers = Powers(told(allow("iam:AttachRolePolicy")))
    assert joined(powers) == {(ROLE, PAYMENTS, EdgeKind.ESCALATE)}
