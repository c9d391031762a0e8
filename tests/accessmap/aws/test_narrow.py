"""What each session may do: all that its collectors read, and within AWS's limit."""

from __future__ import annotations

import json

from accessmap.aws.collector import all_collectors
from accessmap.aws.narrow import ENTERING, MOST, policies
from accessmap.deploy import DATA_READS, member_actions


def actions(policy: str) -> set[str]:
    [statement] = json.loads(policy)["Statement"]
    assert (statement["Effect"], statement["Resource"]) == ("Allow", "*")
    return set(statement["Action"])


def test_every_collector_may_do_what_it_declares() -> None:
    found = policies()
    assert found.keys() == {"", *all_collectors()}
    assert set(ENTERING) <= actions(found[""])
    for name, each in all_collectors().items():
        assert set(each.permissions) <= actions(found[name]), name


def test_all_sessions_together_may_do_what_the_role_may_and_each_fits() -> None:
    different = set(policies().values())
    assert set().union(*map(actions, different)) == set(member_actions())
    assert max(map(len, different)) <= MOST
    # A session costs two calls an account: to enter, and to see whose it is.
    assert len(different) <= 6


def test_none_of_them_reads_data() -> None:
    allowed = set().union(*map(actions, policies().values()))
    assert not [each for each in allowed if "*" in each]
    assert allowed.isdisjoint(DATA_READS)


def test_collectors_of_one_service_go_by_one_session_or_two() -> None:
    by_service: dict[str, set[str]] = {}
    for name, each in all_collectors().items():
        by_service.setdefault(each.service, set()).add(policies()[name])
    assert max(map(len, by_service.values())) <= 2
