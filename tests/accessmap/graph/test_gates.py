from __future__ import annotations

import pytest

from accessmap.graph.gates import Answer, Gate, in_short, our_side, their_side
from accessmap.graph.last_seen import LastSeen
from accessmap.policy.grant import Blocker, Principal
from accessmap.policy.kinds import PrincipalKind, Verdict, Zone
from tests import rows

pytestmark = pytest.mark.django_db


def test_an_outsiders_side_cannot_be_seen() -> None:
    value = rows.make_grant().value
    assert {gate.answer for gate in their_side(value)} == {Answer.UNSEEN}
    assert "Our SCPs do not reach them" in their_side(value)[-1].reason


def test_anyone_needs_no_permission_of_their_own() -> None:
    anyone = Principal(PrincipalKind.PUBLIC, "*")
    value = rows.make_grant(
        principal=anyone, zone=Zone.PUBLIC, verdict=Verdict.PUBLIC
    ).value
    assert [gate.answer for gate in their_side(value)] == [Answer.PASSES]


def test_an_rcp_in_force_passes_unless_it_blocks() -> None:
    account = rows.make_account(rcps={"only-our-org": "{}", "no-root": "{}"})
    blocked = rows.make_grant(blocked_by=(Blocker("rcp", "only-our-org"),))
    answers = {
        gate.name: gate.answer for gate in our_side(blocked, blocked.value, account)
    }
    assert answers["RCP only-our-org"] == Answer.STOPS
    assert answers["RCP no-root"] == Answer.PASSES


def test_a_control_may_stop_a_part() -> None:
    part = Blocker("deny", "KeepLogs", is_total=False)
    row = rows.make_grant(blocked_by=(part,))
    gate = our_side(row, row.value, None)[1]
    assert (gate.name, gate.word) == ("Deny KeepLogs", "Stops a part")


def test_a_bucket_tells_of_block_public_access() -> None:
    row = rows.make_grant(rows.make_bucket())
    names = [gate.name for gate in our_side(row, row.value, None)]
    assert "Block public access" in names


def test_a_snapshot_tells_of_it_where_it_blocks() -> None:
    place = {"resource_type": "AWS::EC2::Snapshot", "arn": "arn:aws:ec2:::snapshot/s"}
    resource = rows.make_resource(rows.make_account(), **place)
    block = Blocker("block-public-access", "block-all-sharing")
    blocked, free = (
        rows.make_grant(resource, blocked_by=(block,)),
        rows.make_grant(resource),
    )
    [told] = [e for e in our_side(blocked, blocked.value, None) if "Block" in e.name]
    assert (told.answer, told.reason) == (
        Answer.STOPS,
        "The setting block-all-sharing is on.",
    )
    assert not any("Block" in e.name for e in our_side(free, free.value, None))


def test_no_rcp_of_ours_is_a_gate_of_an_account_that_left() -> None:
    account = rows.make_account(rcps={"only-our-org": "{}"}, left_at=rows.THEN)
    blocked = rows.make_grant(blocked_by=(Blocker("rcp", "only-our-org"),))
    gates = {each.name: each for each in our_side(blocked, blocked.value, account)}
    assert "RCP only-our-org" not in gates
    assert gates["RCPs"].answer == Answer.UNSEEN
    assert "ours do not apply" in gates["RCPs"].reason


PASSES, STOPS = (Gate("a gate", each, "why") for each in (Answer.PASSES, Answer.STOPS))
PART = Gate("a gate", Answer.STOPS, "why", is_partial=True)
UNSEEN = Gate("a gate", Answer.UNSEEN, "why")
OF_CALL = Gate("a gate", Answer.UNSEEN, "why", is_of_call=True)
AFTER = Gate("a gate", Answer.STOPS, "why", is_partial=True, is_after=True)


@pytest.mark.parametrize(
    ("ours", "theirs", "words"),
    [
        ([PASSES, PART], [UNSEEN], "our end stops a part"),
        ([PASSES], [PASSES, UNSEEN], "Where theirs cannot be seen, we assume"),
        ([PASSES], [PASSES, OF_CALL], "the gates of both ends let it pass"),
        ([PASSES, AFTER], [UNSEEN], "An SCP takes away a part"),
        ([PASSES], [PASSES, STOPS], "the other end stops all of it"),
        ([PART], [STOPS], "the other end stops all of it"),
        ([STOPS], [STOPS], "our end stops all of it"),
    ],
)
def test_both_ends_in_short_say_what_their_gates_do(
    ours: list[Gate], theirs: list[Gate], words: str
) -> None:
    assert words in in_short(ours, theirs, has_ended=False)
    assert "The grant is gone" in in_short(ours, theirs, has_ended=True)
    seen = LastSeen(rows.THEN)
    said = in_short(ours, theirs, has_ended=False, last_seen=seen)
    assert "Whether it works now is unknown." in said


def test_a_role_tells_of_its_boundary() -> None:
    row = rows.make_grant(rows.make_resource(facts={"boundary": None}))
    assert our_side(row, row.value, None)[-1].reason == "None set."
