from __future__ import annotations

import pytest

from accessmap.graph.asked import answer
from accessmap.graph.in_lines import in_lines
from accessmap.graph.places import Places, UnknownPlace
from accessmap.graph.question import Question
from accessmap.models import Account, Outcome, Resource
from accessmap.policy.grant import Principal
from accessmap.policy.kinds import PolicyKind, PrincipalKind, Verdict, Zone
from accessmap.reach import fresh
from tests.accessmap.reach.test_powers import allow
from tests.accessmap.reach.test_questions import carry
from tests.cast import PAYMENTS, TANUKI
from tests.kitsune import IDS, settle
from tests.rows import make_bucket, make_coverage, make_grant, make_resource

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _settled() -> None:
    settle()
    carry("Auditor", IDS["security-audit"], allow())
    carry("Idle", IDS["ci-cd"], allow("s3:GetObject"))


def test_each_hop_says_the_grants_own_sentence() -> None:
    found = answer(Question(TANUKI, PAYMENTS))
    assert found.kind == "path"
    assert found.sentence == (
        "Tanuki Observability 338812907744 gets to "
        "payments-prod 204411803391 in 1 step."
    )
    step = found.routes[0][0]
    assert step.grant is not None
    assert "Tanuki Observability" in step.sentence
    assert step.doubts == ("The other side was not read, or is not ours to read.",)


def test_of_equally_long_ways_the_one_that_gains_most_comes_first() -> None:
    vendor = {"principal": Principal(PrincipalKind.ACCOUNT, TANUKI, TANUKI)}
    home = Account.objects.get(name="payments-stg")
    for name, action in (
        ("a-reader", "s3:GetObject"),
        ("m-nobody", "sts:GetCallerIdentity"),
        ("z-admin", "*"),
    ):
        carry(name, home.account_id, allow(action))
        role = Resource.objects.get(account_id=home.account_id, name=name)
        make_grant(role, **vendor)

    found = answer(Question(TANUKI, home.account_id))

    assert [len(route) for route in found.routes] == [1, 1, 1]
    names = [route[-1].target.name for route in found.routes]
    assert names == ["z-admin", "a-reader", "m-nobody"]
    assert found.order in list(in_lines(found))


def test_where_there_is_no_way_it_says_which_half_fails() -> None:
    found = answer(Question("ci-cd", "payments-prod"))
    assert found.is_empty
    halves = {half.gate: half for half in found.halves}
    assert halves["trust"].passes
    assert not halves["identity"].passes
    other = answer(Question("security-audit", "orders-prod"))
    halves = {half.gate: half for half in other.halves}
    assert not halves["trust"].passes
    assert halves["identity"].passes


def test_what_was_not_read_stands_beside_every_answer() -> None:
    make_coverage(account_id=PAYMENTS, collector="s3", outcome=Outcome.DENIED)
    for question in (Question(TANUKI), Question(goal=PAYMENTS), Question()):
        found = answer(question)
        assert "2 of 24 accounts were not read completely" in found.unread.sentence
        assert PAYMENTS in found.plain()["not_read"]


def test_who_reaches_and_what_falls_count_accounts() -> None:
    found = answer(Question(start=TANUKI))
    assert found.kind == "blast"
    names = {place.account_name for place in found.accounts}
    assert names == {"payments-prod", "shop-prod", "data-lake"}
    assert found.figures["roles"] == 5
    who = answer(Question(goal="payments-prod"))
    assert TANUKI in {place.account for place in who.accounts}


def test_without_a_place_third_parties_are_ranked() -> None:
    found = answer(Question())
    assert found.kind == "ranking"
    steps = [line.steps for line in found.lines]
    assert steps == sorted(steps, reverse=True)
    assert any(line.place.name == "Kumo Backup" for line in found.lines)


def test_an_outsider_gets_where_any_account_does() -> None:
    found = answer(Question(TANUKI, "analytics"))

    assert found.sentence == (
        f"Tanuki Observability {TANUKI} gets to analytics "
        f"{IDS['analytics']} in 2 steps."
    )
    first, second = found.routes[0]
    assert (first.kind, first.word) == ("anybody", "is one of")
    assert first.target.key == second.source.key == "any-account"


def test_what_anybody_reaches_is_told_once_and_not_of_each_outsider() -> None:
    found = answer(Question(start=TANUKI))

    assert "analytics" not in {place.account_name for place in found.accounts}
    assert "any-account" in {place.key for place in found.anybody}
    assert found.plain()["as_anybody"]
    (line,) = [each for each in in_lines(found) if each.startswith(found.besides)]
    assert line == "It also reaches what is open to: Any AWS account, Anyone"


def test_a_key_is_found_and_told_by_its_name() -> None:
    arn = f"arn:aws:kms:ap-northeast-1:{PAYMENTS}:key/6f42937f"
    key = make_resource(
        Account.objects.get(account_id=PAYMENTS),
        arn=arn,
        resource_type="AWS::KMS::Key",
        name="pay-logs",
    )
    vendor = Principal(PrincipalKind.ACCOUNT, TANUKI, TANUKI)
    make_grant(key, principal=vendor, policy_kind=PolicyKind.RESOURCE)

    found = answer(Question(TANUKI, "pay-logs"))

    assert found.goal is not None
    assert found.goal.key == arn
    assert found.routes[0][-1].target.name == "pay-logs"
    falls = {line.place.name for line in answer(Question(start=TANUKI)).lines}
    assert "pay-logs" in falls


@pytest.mark.parametrize("name", ["Tanuki", "tanuki observability", TANUKI])
def test_a_place_is_known_by_number_name_or_part_of_it(name: str) -> None:
    start = answer(Question(start=name)).start
    assert start is not None
    assert start.account == TANUKI


def test_a_name_of_nobody_says_who_is_near() -> None:
    with pytest.raises(UnknownPlace, match="Nothing that was read is called") as raised:
        answer(Question(start="paymnts-prod"))
    assert raised.value.near[0].name == "payments-prod"


def test_a_name_of_several_asks_which() -> None:
    with pytest.raises(UnknownPlace, match="Which one") as raised:
        answer(Question(start="prod"))
    assert len(raised.value.near) > 1


def test_what_the_ranking_prints_is_understood_as_a_name() -> None:
    names = [each.place.name for each in answer(Question()).lines if each.place.name]
    assert names
    for name in names:
        assert answer(Question(start=name)).start.name == name  # type: ignore[union-attr]


def test_from_a_place_to_itself_is_no_way() -> None:
    found = answer(Question(PAYMENTS, PAYMENTS))
    assert found.sentence == "payments-prod 204411803391 is the start itself."


def test_everybody_is_told_apart_by_the_service_they_come_by() -> None:
    anyone = {
        "principal": Principal(PrincipalKind.PUBLIC, "*"),
        "zone": Zone.PUBLIC,
        "verdict": Verdict.PUBLIC,
        "policy_kind": PolicyKind.RESOURCE,
    }
    make_grant(make_bucket(), actions=("s3:GetObject",), **anyone)
    queue = make_resource(
        arn=f"arn:aws:sqs:eu-west-1:{PAYMENTS}:q", resource_type="AWS::SQS::Queue"
    )
    make_grant(queue, actions=("sqs:SendMessage",), **anyone)
    index = fresh.current()
    places = Places(index)
    parted = [key for key in index.keys if key.startswith("public#")]
    assert parted
    names = {places.of(node).name for key in parted if (node := index.find(key))}
    assert len(names) == len(parted)
    assert "Anyone" not in names
