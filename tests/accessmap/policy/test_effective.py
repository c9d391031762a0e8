from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

import pytest

from accessmap.policy.effective import Caller, Gate, Passage, Side, gates, outcome
from accessmap.policy.explain import LANGUAGES, gate_words
from accessmap.policy.grant import Blocker
from accessmap.policy.kinds import PrincipalKind, Verdict, Zone
from tests import cast
from tests.accessmap.policy.explain.grants import GRANTS, ROLE, trust, within

WITNESS = MappingProxyType({"action": "sts:AssumeRole", "resource": ROLE})
OURS = GRANTS["role: our role"]._replace(witness=WITNESS)


def allow(action="sts:AssumeRole", effect="Allow", **more):
    return {"Statement": {"Effect": effect, "Action": action, "Resource": "*", **more}}


FULL = {"FullAWSAccess": allow("*")}
CALLER = Caller(
    cast.SHOP,
    identity={"deploy": allow()},
    boundary={},
    scps=(FULL, FULL),
)
DENY = {"log-integrity": allow("sts:*", "Deny")}


def passages(grant=OURS, caller=CALLER, **more):
    return {gate.kind: gate.passage for gate in gates(grant, caller, **more)}


def gate(kind, grant=OURS, caller=CALLER):
    return next(each for each in gates(grant, caller) if each.kind == kind)


def test_both_ends_open_is_open():
    assert set(passages().values()) == {Passage.PASS}
    assert outcome(gates(OURS, CALLER)) is Passage.PASS


def test_the_callers_own_policies_must_allow():
    silent = replace(CALLER, identity={"deploy": allow("s3:*")})
    assert gate("identity", caller=silent).passage is Passage.STOP
    assert outcome(gates(OURS, silent)) is Passage.STOP


def test_a_boundary_that_does_not_allow_stops():
    bound = replace(CALLER, boundary={"edge": allow("s3:*")})
    assert gate("boundary", caller=bound).passage is Passage.STOP


def test_a_session_policy_narrows_further():
    held = replace(CALLER, session={"session": allow("s3:*")})
    assert gate("session", caller=held).passage is Passage.STOP


def test_an_scp_of_any_level_may_stop_and_is_named():
    caller = replace(CALLER, scps=(FULL, {**FULL, **DENY}))
    found = gate("scp", caller=caller)
    assert found == Gate("scp", Side.CALLER, Passage.STOP, "denied", "log-integrity")


def test_every_level_of_scps_must_allow():
    caller = replace(CALLER, scps=({"only-s3": allow("s3:*")}, FULL))
    assert gate("scp", caller=caller).reason == "silent"


def test_no_scp_restrains_the_management_account():
    caller = replace(CALLER, scps=(DENY,), is_management=True)
    assert gate("scp", caller=caller).reason == "management-account"


def test_an_organization_without_scps_restrains_nobody():
    assert gate("scp", caller=replace(CALLER, scps=())).reason == "none-set"


def test_what_was_not_read_is_unseen_and_not_open():
    unread = Caller(cast.SHOP)
    found = passages(caller=unread)
    assert {found["identity"], found["boundary"], found["scp"]} == {Passage.UNSEEN}
    assert outcome(gates(OURS, unread)) is Passage.UNSEEN
    assert outcome(gates(OURS)) is Passage.UNSEEN
    assert passages(are_rcps_read=False)["rcp"] is Passage.UNSEEN


def test_of_a_whole_organization_no_caller_is_certain():
    of_one = {"StringEquals": {"aws:PrincipalAccount": cast.SHOP}}
    only = replace(CALLER, identity={"deploy": allow(Condition=of_one)})
    whole = GRANTS["role: whole organization"]._replace(witness=WITNESS)
    assert gate("identity", whole, only).passage is Passage.PART


def test_a_malformed_policy_is_unseen():
    broken = replace(CALLER, identity={"deploy": "{"})
    assert gate("identity", caller=broken).passage is Passage.UNSEEN


def test_a_condition_that_we_cannot_tell_stops_a_part():
    maybe = allow(Condition={"StringEquals": {"aws:RequestedRegion": "eu-west-1"}})
    caller = replace(CALLER, identity={"deploy": maybe})
    assert gate("identity", caller=caller).passage is Passage.PART
    assert outcome(gates(OURS, caller)) is Passage.PART


def test_the_gates_of_outsiders_are_not_ours_to_see():
    found = gates(GRANTS["role: vendor"])
    assert [each.reason for each in found[:3]] == ["not-ours"] * 3
    assert found[3] == Gate("policy", Side.RESOURCE, Passage.PASS, "trusts")


def test_within_one_account_a_name_is_enough():
    home = within(PrincipalKind.ROLE, cast.PAYMENTS, "ops")
    grant = trust(home, Zone.SAME_ACCOUNT, Verdict.SAME_ACCOUNT, witness=WITNESS)
    silent = Caller(cast.PAYMENTS, identity={}, boundary={}, scps=(FULL,))
    assert gate("identity", grant, silent).reason == "named-at-home"
    whole = GRANTS["role: own account"]._replace(witness=WITNESS)
    assert gate("identity", whole, silent).passage is Passage.STOP


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("role: EC2", "none-for-service"),
        ("role: Okta", "none-for-federated"),
        ("bucket: public read", "none-for-public"),
    ],
)
def test_some_callers_bring_no_policies(name, reason):
    assert gates(GRANTS[name])[0].reason == reason


def test_what_stops_the_grant_stands_at_its_own_gate():
    stopped = GRANTS["bucket: public, stopped"]
    assert gate("public-block", stopped).name == "RestrictPublicBuckets"
    assert gate("policy", stopped).passage is Passage.PASS
    partly = GRANTS["bucket: public, stopped by a Deny in part"]
    assert gate("policy", partly).passage is Passage.PART
    ruled = OURS._replace(blocked_by=(Blocker("rcp", "only-our-org"),))
    assert gate("rcp", ruled).passage is Passage.STOP


def test_a_condition_of_the_policy_lets_pass_in_part():
    found = gate("policy", GRANTS["role: vendor, external ID"])
    assert found.reason == "on-a-condition"


@pytest.mark.parametrize("language", ["en", "ja"])
def test_every_gate_can_be_said(language):
    phrases = LANGUAGES[language].phrases
    reasons = [e.removeprefix("reason.") for e in phrases if e.startswith("reason.")]
    for reason in reasons:
        found = Gate("identity", Side.CALLER, Passage.PASS, reason, "deploy")
        assert gate_words(found, language).reason
    unnamed = Gate("policy", Side.RESOURCE, Passage.PART, "denied")
    assert "{" not in gate_words(unnamed, language).reason
    for grant in GRANTS.values():
        for each in gates(grant):
            assert gate_words(each, language).title
