"""Two dates compared: nothing that was not read is called new or gone."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from accessmap.graph.changes import Change, Comparison, Doubt
from accessmap.graph.filters import GrantFilter
from accessmap.models import Crawl, Grant, Outcome
from accessmap.policy.grant import Principal
from accessmap.policy.kinds import PrincipalKind, Verdict
from tests import rows
from tests.cast import KUMO, PAYMENTS, TANUKI

pytestmark = pytest.mark.django_db


def read(outcome: str = Outcome.COMPLETE) -> Crawl:
    """A crawl that read IAM of payments-prod, or could not."""
    crawl = rows.make_crawl()
    rows.make_coverage(crawl, outcome=outcome)
    return crawl


def compare(first: Crawl, second: Crawl, **words: Any) -> Comparison:
    return Comparison(GrantFilter.of(words), first.started_at, second.started_at)


def told(found: Comparison) -> list[tuple[str, str]]:
    return [(each.change, each.doubt) for each in found.changes]


def at(role: Any, crawl: Crawl, **more: Any) -> Grant:
    return rows.make_grant(role, crawl=crawl, **more)


def test_what_began_is_added_and_what_ended_is_removed() -> None:
    first, second = read(), read()
    gone = rows.end_grant(at(rows.make_resource(), first), second)
    new = at(rows.make_resource(), second)
    at(rows.make_resource(), first)
    found = compare(first, second)
    assert [(each.change, each.row.pk) for each in found.changes] == [
        (Change.ADDED, new.pk),
        (Change.REMOVED, gone.pk),
    ]
    assert found.same_count == 1
    assert found.grants().count() == 3


def test_an_edited_policy_is_one_change_and_not_two() -> None:
    first, second = read(), read()
    role = rows.make_resource()
    old = rows.end_grant(at(role, first), second)
    new = at(role, second, actions=("sts:AssumeRole", "sts:TagSession"))
    found = compare(first, second)
    assert told(found) == [(Change.CHANGED, Doubt.NONE)]
    change = found.changes[0]
    assert (change.before.pk, change.after.pk) == (old.pk, new.pk)
    assert list(found.grants()) == [new]
    assert found.same_count == 0


def test_what_changed_its_verdict_is_a_change_under_either_filter() -> None:
    first, second = read(), read()
    role = rows.make_resource()
    rows.end_grant(at(role, first, verdict=Verdict.IN_ORG), second)
    at(role, second)
    for verdict in (Verdict.IN_ORG, Verdict.EXTERNAL):
        found = compare(first, second, verdict=verdict)
        assert told(found) == [(Change.CHANGED, Doubt.NONE)]
    assert told(compare(first, second, verdict=Verdict.PUBLIC)) == []


def test_another_filter_leaves_others_out() -> None:
    first, second = read(), read()
    at(rows.make_resource(), second)
    kumo = Principal(PrincipalKind.ACCOUNT, KUMO, KUMO)
    wanted = at(rows.make_resource(), second, principal=kumo)
    found = compare(first, second, source=KUMO)
    assert [each.row.pk for each in found.changes] == [wanted.pk]


def test_what_is_seen_where_nothing_was_read_before_may_be_old() -> None:
    first, second = read(Outcome.DENIED), read()
    at(rows.make_resource(), second)
    assert told(compare(first, second)) == [(Change.UNKNOWN, Doubt.THEN)]


def test_before_the_first_crawl_nothing_is_known() -> None:
    second = read()
    at(rows.make_resource(), second)
    early = second.started_at - timedelta(days=30)
    found = Comparison(GrantFilter(), early, second.started_at)
    assert told(found) == [(Change.UNKNOWN, Doubt.THEN)]


def test_what_cannot_be_read_any_more_is_unknown_and_not_removed() -> None:
    first, second = read(), read(Outcome.DENIED)
    at(rows.make_resource(), first)
    found = compare(first, second)
    assert told(found) == [(Change.UNKNOWN, Doubt.NOW)]
    assert found.same_count == 0


def test_what_was_gone_and_is_now_out_of_sight_is_unknown() -> None:
    first, second, third = read(), read(), read(Outcome.DENIED)
    rows.end_grant(at(rows.make_resource(), first), second)
    assert told(compare(first, third)) == [(Change.UNKNOWN, Doubt.NOW)]
    assert told(compare(first, second)) == [(Change.REMOVED, Doubt.NONE)]


def test_one_resource_that_refuses_leaves_the_others_known() -> None:
    first, second = read(), rows.make_crawl()
    scope = rows.make_coverage(second)
    refusing, open_ = rows.make_resource(), rows.make_resource()
    rows.make_gap(scope, refusing.arn)
    at(refusing, first)
    rows.end_grant(at(open_, first), second)
    assert [(each.change, each.row.arn) for each in compare(first, second).changes] == [
        (Change.REMOVED, open_.arn),
        (Change.UNKNOWN, refusing.arn),
    ]


def test_what_ended_and_began_again_is_the_same() -> None:
    first, second, third = read(), read(), read()
    role = rows.make_resource()
    rows.end_grant(at(role, first), second)
    again = at(role, third)
    found = compare(first, third)
    assert told(found) == []
    assert found.same_count == 1
    assert list(found.grants()) == [again]


def test_what_came_and_went_in_between_is_at_neither_date() -> None:
    first, second, third = read(), read(), read()
    rows.end_grant(at(rows.make_resource(), second), third)
    found = compare(first, third)
    assert told(found) == []
    assert found.grants().count() == 0


def test_a_crawl_of_one_account_leaves_what_was_read_of_others() -> None:
    first = read()
    grant = at(rows.make_resource(), first)
    rows.make_crawl(selection={"accounts": ["000000000000"]})
    part = rows.make_crawl(selection={"accounts": [PAYMENTS]})
    rows.make_coverage(part)
    rows.end_grant(grant, part)
    assert told(compare(first, part)) == [(Change.REMOVED, Doubt.NONE)]


def role_of_tanuki(name: str) -> Principal:
    return Principal(PrincipalKind.ROLE, f"arn:aws:iam::{TANUKI}:role/{name}", TANUKI)


def test_one_role_in_place_of_its_whole_account_is_one_change() -> None:
    first, second = read(), read()
    role = rows.make_resource()
    old = rows.end_grant(at(role, first), second)
    new = at(role, second, principal=role_of_tanuki("poller"))
    found = compare(first, second)
    assert told(found) == [(Change.CHANGED, Doubt.NONE)]
    assert (found.changes[0].before.pk, found.changes[0].after.pk) == (old.pk, new.pk)
    assert told(compare(first, second, search="poller")) == told(found)


def test_the_same_principal_is_paired_before_its_account() -> None:
    first, second = read(), read()
    role = rows.make_resource()
    whole = rows.end_grant(at(role, first), second)
    one = rows.end_grant(at(role, first, principal=role_of_tanuki("a")), second)
    new = at(role, second, actions=("sts:AssumeRole", "sts:TagSession"))
    other = at(role, second, principal=role_of_tanuki("b"))
    pairs = {(e.before.pk, e.after.pk) for e in compare(first, second).changes}
    assert pairs == {(whole.pk, new.pk), (one.pk, other.pk)}


def test_of_several_only_those_in_one_statement_are_paired() -> None:
    first, second = read(), read()
    role = rows.make_resource()
    for name, at_ in (("a", 0), ("b", 1)):
        old = at(role, first, principal=role_of_tanuki(name), statements=(at_,))
        rows.end_grant(old, second)
    for name, at_ in (("c", 1), ("d", 2), ("e", 2)):
        at(role, second, principal=role_of_tanuki(name), statements=(at_,))
    found = compare(first, second)
    assert [each.change for each in found.changes] == [
        *(Change.ADDED, Change.ADDED, Change.CHANGED, Change.REMOVED)
    ]
    changed = found.changes[2]
    assert (changed.before.principal[-1], changed.after.principal[-1]) == ("b", "c")


def test_another_account_is_another_grant() -> None:
    first, second = read(), read()
    role = rows.make_resource()
    rows.end_grant(at(role, first), second)
    at(role, second, principal=Principal(PrincipalKind.ACCOUNT, KUMO, KUMO))
    assert [each for each, _ in told(compare(first, second))] == [
        *(Change.ADDED, Change.REMOVED)
    ]
