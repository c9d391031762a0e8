"""Both ends of a trust: every gate on the way, whether it lets pass, and why.

For a caller of our organization both halves can be read; for one outside, ours alone.
What was not read is a gate unseen, never one that is open or shut.

AWS: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from accessmap.policy.grant import Grant
from accessmap.policy.judge import Answer, Judgement, Request, judge
from accessmap.policy.kinds import PolicyKind, PrincipalKind, Zone

Documents = Mapping[str, object]  # name → policy


class Passage(StrEnum):
    """What a gate does with the request."""

    PASS = "pass"  # noqa: S105 - a word, no secret
    PART = "part"  # stops a part, or lets pass on a condition
    STOP = "stop"
    UNSEEN = "unseen"


class Side(StrEnum):
    """Whose gate it is."""

    CALLER = "caller"
    RESOURCE = "resource"


@dataclass(frozen=True, slots=True)
class Gate:
    """One gate. ``reason`` is a word of ours, ``name`` the document that decides."""

    kind: str  # identity · boundary · scp · session · policy · rcp · public-block
    side: Side
    passage: Passage
    reason: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Caller:
    """What was read of the calling end. None: not read, which is not nothing.

    ``scps`` come level by level, the root first: each level must allow. A boundary of
    ``{}`` says that there is none.
    """

    account_id: str
    identity: Documents | None = None
    boundary: Documents | None = None
    session: Documents | None = None
    scps: tuple[Documents, ...] | None = None
    is_management: bool = False


def gates(
    grant: Grant, caller: Caller | None = None, *, are_rcps_read: bool = True
) -> tuple[Gate, ...]:
    """Return every gate, the caller's first."""
    return (
        *_of_caller(grant, caller),
        *_of_resource(grant, are_rcps_read=are_rcps_read),
    )


def outcome(found: Iterable[Gate]) -> Passage:
    """Return what all gates do together: one that stops is enough."""
    passages = {gate.passage for gate in found}
    for worst in (Passage.STOP, Passage.PART, Passage.UNSEEN):
        if worst in passages:
            return worst
    return Passage.PASS


def request_of(grant: Grant) -> Request:
    """Return the request that the grant's witness makes, as far as it is certain.

    Only what the grant itself fixes is taken: of the rest the witness is one example.
    """
    action = grant.witness.get("action") or next(iter(grant.actions), "")
    fixed = {"aws:resourceaccount", "aws:principalisawsservice"}
    if grant.principal.account_id:
        fixed.add("aws:principalaccount")
    if grant.principal.kind in {PrincipalKind.ROLE, PrincipalKind.USER}:
        fixed.add("aws:principalarn")
    known = {key: (value,) for key, value in grant.witness.items() if key in fixed}
    return Request(action, grant.witness.get("resource") or grant.resource, known)


def _of_caller(grant: Grant, caller: Caller | None) -> Iterator[Gate]:
    if grant.zone in {Zone.SERVICE, Zone.FEDERATED, Zone.PUBLIC}:
        # A service, a sign-in or anyone at all brings no policies of an account.
        yield Gate("identity", Side.CALLER, Passage.PASS, f"none-for-{grant.zone}")
        return
    if grant.zone is Zone.EXTERNAL:
        for kind in ("identity", "boundary", "scp"):
            yield Gate(kind, Side.CALLER, Passage.UNSEEN, "not-ours")
        return
    if caller is None:
        for kind in ("identity", "boundary", "scp"):
            yield Gate(kind, Side.CALLER, Passage.UNSEEN, "not-read")
        return
    request = request_of(grant)
    yield _identity(grant, caller, request)
    yield _one("boundary", caller.boundary, request)
    yield _scp(caller, request)
    if caller.session is not None:
        yield _one("session", caller.session, request)


def _identity(grant: Grant, caller: Caller, request: Request) -> Gate:
    """Judge the caller's own policies; within one account naming them is enough.

    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-basics-single-account.html
    """
    if caller.identity is None:
        return Gate("identity", Side.CALLER, Passage.UNSEEN, "not-read")
    found = judge(caller.identity, request)
    is_named = grant.principal.kind is not PrincipalKind.ACCOUNT
    if grant.zone is Zone.SAME_ACCOUNT and is_named and found.answer is Answer.SILENT:
        return Gate("identity", Side.CALLER, Passage.PASS, "named-at-home")
    return _gate("identity", found)


def _one(kind: str, documents: Documents | None, request: Request) -> Gate:
    if documents is None:
        return Gate(kind, Side.CALLER, Passage.UNSEEN, "not-read")
    if not documents:
        return Gate(kind, Side.CALLER, Passage.PASS, "none-set")
    return _gate(kind, judge(documents, request))


def _scp(caller: Caller, request: Request) -> Gate:
    """Judge the SCPs: every level from the root down must allow, and none deny.

    https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_evaluation.html
    """
    if caller.is_management:
        return Gate("scp", Side.CALLER, Passage.PASS, "management-account")
    if caller.scps is None:
        return Gate("scp", Side.CALLER, Passage.UNSEEN, "not-read")
    levels = [judge(level, request) for level in caller.scps if level]
    if not levels:
        return Gate("scp", Side.CALLER, Passage.PASS, "none-set")
    return min((_gate("scp", each) for each in levels), key=_openness)


def _openness(gate: Gate) -> int:
    order = (Passage.STOP, Passage.UNSEEN, Passage.PART, Passage.PASS)
    return order.index(gate.passage)


_PASSAGES = {
    Answer.ALLOWED: Passage.PASS,
    Answer.DENIED: Passage.STOP,
    Answer.SILENT: Passage.STOP,
    Answer.DEPENDS: Passage.PART,
    Answer.UNREAD: Passage.UNSEEN,
}


def _gate(kind: str, found: Judgement) -> Gate:
    return Gate(
        kind, Side.CALLER, _PASSAGES[found.answer], found.answer.value, found.document
    )


_BLOCKS = {"rcp": "rcp", "block-public-access": "public-block"}


def _of_resource(grant: Grant, *, are_rcps_read: bool) -> Iterator[Gate]:
    """Read the resource's side off the grant: the engine has decided it already."""
    kinds = ["policy", "rcp"]
    is_blocked = any(e.control == "block-public-access" for e in grant.blocked_by)
    if is_blocked or grant.resource_type == "AWS::S3::Bucket":
        kinds.append("public-block")
    for kind in kinds:
        stops = [
            e for e in grant.blocked_by if _BLOCKS.get(e.control, "policy") == kind
        ]
        if stops:
            first = min(stops, key=lambda each: not each.is_total)
            passage = Passage.STOP if first.is_total else Passage.PART
            yield Gate(kind, Side.RESOURCE, passage, "denied", first.name)
        elif kind == "rcp" and not are_rcps_read:
            yield Gate(kind, Side.RESOURCE, Passage.UNSEEN, "not-read")
        else:
            yield Gate(kind, Side.RESOURCE, *_open(grant, kind))


def _open(grant: Grant, kind: str) -> tuple[Passage, str]:
    if kind != "policy":
        return Passage.PASS, "does-not-stop"
    if grant.is_conditional:
        return Passage.PART, "on-a-condition"
    is_trust = grant.policy_kind is PolicyKind.TRUST
    return Passage.PASS, "trusts" if is_trust else "allows"
