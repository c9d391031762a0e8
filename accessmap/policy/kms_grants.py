"""The grants of a KMS key, which stand beside its policy, read as Allow statements.

https://docs.aws.amazon.com/kms/latest/APIReference/API_GrantListEntry.html
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from accessmap.policy.document import (
    MalformedPolicy,
    ParsedDocument,
    Statement,
    Test,
    plain,
)
from accessmap.policy.listed import allowing, an_object, listed, whom
from accessmap.policy.subject import Subject

# Who may retire a grant is told by the grant alone, whatever key policies and RCPs say.
# https://docs.aws.amazon.com/kms/latest/developerguide/grant-delete.html
# https://docs.aws.amazon.com/kms/latest/developerguide/resource-control-policies.html
RETIRE = "kms:RetireGrant"
_SOURCE = "SourceArn"
# They have no encryption context, so a constraint on it does not hold them back.
# https://docs.aws.amazon.com/kms/latest/APIReference/API_GrantConstraints.html
_WITHOUT_CONTEXT = frozenset({"kms:DescribeKey", RETIRE})


def from_kms_grants(subject: Subject) -> ParsedDocument:
    """Return the grants of a key, as ListGrants answers, as a document."""
    found: list[Statement] = []
    for each in _grants(plain(subject.document)):
        grant = an_object(each, "A grant")
        grantee = _principal(grant, "Grantee")
        if not grantee:
            raise MalformedPolicy(
                "A grant of the key names neither GranteePrincipal nor "
                "GranteeServicePrincipal."
            )
        for actions, tests in _allowed(grant):
            found.append(allowing(len(found), grantee, tests, actions))
        if retiring := _principal(grant, "Retiring"):
            found.append(allowing(len(found), retiring, (), (RETIRE,)))
    return listed(found)


def _grants(tree: object) -> list[object]:
    """Return the grants of a bare list, of the one list in an object, or of one."""
    if isinstance(tree, list):
        return tree
    if isinstance(tree, dict):
        if any(f"Grantee{kind}Principal" in tree for kind in ("", "Service")):
            return [tree]
        for each in tree.values():
            if isinstance(each, list):
                return each
    raise MalformedPolicy("The grants of the key are no list.")


def _principal(grant: Mapping[str, object], role: str) -> tuple[str, str] | None:
    """Return who is named for ``role``: AWS writes services in a field of their own.

    Older answers name them in the other field too, so both are read alike.
    """
    who = grant.get(f"{role}ServicePrincipal")
    if who:
        return "Service", str(who)
    who = grant.get(f"{role}Principal")
    return whom(str(who)) if who else None


def _allowed(
    grant: Mapping[str, object],
) -> Iterator[tuple[tuple[str, ...], tuple[Test, ...]]]:
    """Yield what the grantee may do, with what is asked of it."""
    constraints = grant.get("Constraints") or {}
    told = an_object(constraints, "Constraints")
    source = tuple(_of_source(told))
    context = tuple(_of_context(told))
    listed_operations = grant.get("Operations")
    if not isinstance(listed_operations, list):
        return
    by_tests: dict[tuple[Test, ...], list[str]] = {}
    for name in listed_operations:
        action = f"kms:{name}"
        tests = () if action == RETIRE else source
        if action not in _WITHOUT_CONTEXT:
            tests = (*tests, *context)
        by_tests.setdefault(tests, []).append(action)
    for tests, actions in by_tests.items():
        yield tuple(actions), tests


def _of_source(constraints: Mapping[str, object]) -> Iterator[Test]:
    """Yield on whose behalf the request must be made: as aws:SourceArn tells it."""
    if wanted := constraints.get(_SOURCE):
        yield Test("StringEquals", "aws:SourceArn", (str(wanted),))


def _of_context(constraints: Mapping[str, object]) -> Iterator[Test]:
    """Yield what is asked of the encryption context."""
    for name, context in constraints.items():
        if name == _SOURCE:
            continue
        for key, wanted in an_object(context, f"The constraint {name}").items():
            yield Test("StringEquals", f"kms:EncryptionContext:{key}", (str(wanted),))
