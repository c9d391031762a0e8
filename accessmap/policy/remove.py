"""The smallest change to a policy that takes one grant away, proven by deriving anew.

Candidates come from the document's own text: a principal out of a statement, a value
out of a condition, a whole statement. Each is derived; what takes the grant away and
fewest others with it is the answer. Nothing is guessed: what the change does is what
the engine finds in the changed document.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from urllib.parse import unquote

from accessmap.policy.derive import derive
from accessmap.policy.grant import Grant
from accessmap.policy.kinds import PolicyKind
from accessmap.policy.subject import Subject
from accessmap.policy.zone import ZoneOfTrust

# A role must have a trust policy; this one trusts nobody.
# https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateAssumeRolePolicy.html
NOBODY = {"Effect": "Deny", "Principal": {"AWS": "*"}, "Action": "sts:AssumeRole"}
NARROWING = ("StringEquals", "StringLike", "ArnEquals", "ArnLike")
Tree = dict[str, object]
Edit = Callable[[Tree, Grant], bool]


class CannotRemove(Exception):
    """No change to this document takes the grant away; the text says why."""


@dataclass(frozen=True, slots=True)
class Change:
    """A document before and after. ``after`` is None where none is left.

    ``also_ends`` are grants to others that go with it, ``begins`` what the narrower
    document says instead, and ``remains`` the other ways in of the same principal.
    """

    before: str
    after: str | None
    also_ends: tuple[Grant, ...]
    begins: tuple[Grant, ...]
    remains: tuple[Grant, ...]


def remove(subject: Subject, zone: ZoneOfTrust, grant: Grant) -> Change:
    """Return the smallest change that takes ``grant`` out of ``subject``'s policy.

    Raises CannotRemove where the document is no policy, or the grant is not in it.
    """
    tree = tree_of(subject)
    held = {each.fingerprint: each for each in derive(subject, zone).grants}
    if grant.fingerprint not in held:
        raise CannotRemove("The policy says something else by now: read it again.")
    before = written(tree)
    best: tuple[tuple[int, int], Change] | None = None
    for size, candidate in enumerate(_candidates(subject, tree, grant)):
        text = None if candidate is None else written(candidate)
        found = derive(replace(subject, document=text), zone)
        if found.errors:
            continue
        change = _weighed((before, text), found.grants, held, grant)
        if change is None:
            continue
        weight = (len(change.also_ends), size)
        if best is None or weight < best[0]:
            best = weight, change
    if best is None:
        raise CannotRemove("No part of this policy alone makes the grant.")
    return best[1]


def tree_of(subject: Subject) -> Tree:
    """Return the policy of a subject, or refuse what is none."""
    if subject.kind not in {PolicyKind.TRUST, PolicyKind.RESOURCE}:
        raise CannotRemove("This is no policy document, but a list that AWS keeps.")
    document = subject.document
    if isinstance(document, str):
        try:
            document = json.loads(document)
        except ValueError:
            try:
                document = json.loads(unquote(str(document)))
            except ValueError as error:
                raise CannotRemove("This policy cannot be read.") from error
    if not isinstance(document, Mapping):
        raise CannotRemove("This policy cannot be read.")
    return dict(document)


def _weighed(
    texts: tuple[str, str | None],
    grants: Iterable[Grant],
    held: Mapping[str, Grant],
    grant: Grant,
) -> Change | None:
    """Return what an edit leaves, or None where it does not take the grant away."""
    now = {each.fingerprint: each for each in grants}
    mine = [each for each in now.values() if each.principal == grant.principal]
    if grant.fingerprint in now or any(_covers(each, grant) for each in mine):
        return None
    gone = [each for key, each in held.items() if key not in now]
    return Change(
        *texts,
        also_ends=tuple(e for e in gone if e.principal != grant.principal),
        begins=tuple(each for key, each in now.items() if key not in held),
        remains=tuple(each for each in mine if each.fingerprint in held),
    )


def _covers(other: Grant, grant: Grant) -> bool:
    """Say whether ``other`` begins in the place of ``grant``, as another wording."""
    return other.statements == grant.statements and set(grant.actions) <= set(
        other.actions
    )


def written(tree: Tree) -> str:
    """Return the document as people read it."""
    return json.dumps(tree, indent=2, ensure_ascii=False)


def _candidates(subject: Subject, tree: Tree, grant: Grant) -> Iterator[Tree | None]:
    """Yield changed documents, from the smallest change to the largest."""
    yield from _edited(tree, grant, without_principal)
    yield from _edited(tree, grant, _without_value)
    statements = statements_of(tree)
    kept = [each for at, each in enumerate(statements) if at not in grant.statements]
    if kept:
        yield {**tree, key_of(tree, "Statement"): kept}
    elif subject.kind is PolicyKind.TRUST:
        yield {**tree, key_of(tree, "Statement"): [NOBODY]}
    else:
        yield None


def _edited(tree: Tree, grant: Grant, edit: Edit) -> Iterator[Tree]:
    """Yield the document with ``edit`` done in every statement of the grant."""
    changed = copy.deepcopy(tree)
    statements = statements_of(changed)
    done = [
        edit(statements[at], grant) for at in grant.statements if at < len(statements)
    ]
    if done and all(done):
        yield changed


def statements_of(tree: Tree) -> list[Tree]:
    """Return its statements, as a list even where it has one."""
    found = tree.get(key_of(tree, "Statement"))
    listed = found if isinstance(found, list) else [found]
    return [each for each in listed if isinstance(each, dict)]


def key_of(tree: Mapping[str, object], name: str) -> str:
    """Return ``name`` as this document spells it; AWS does not mind the case."""
    return next((each for each in tree if each.lower() == name.lower()), name)


def without_principal(statement: Tree, grant: Grant) -> bool:
    """Take the grant's principal out of a statement that names others too."""
    principals = statement.get(key_of(statement, "Principal"))
    if not isinstance(principals, dict):
        return False
    said = {grant.principal.id, f"arn:aws:iam::{grant.principal.id}:root"}
    ids = {each.lower() for each in said}
    is_done = False
    for kind, values in list(principals.items()):
        listed = values if isinstance(values, list) else [values]
        kept = [each for each in listed if not _names(str(each), ids)]
        if len(kept) == len(listed):
            continue
        is_done = True
        if kept:
            principals[kind] = kept
        else:
            del principals[kind]
    return is_done and bool(principals)


def _names(value: str, ids: set[str]) -> bool:
    lower = value.lower()
    # arn:aws-cn:iam::… names an account in another partition.
    return lower in ids or (lower.endswith(":root") and lower.rsplit(":", 2)[-2] in ids)


def _without_value(statement: Tree, grant: Grant) -> bool:
    """Take what lets this principal in out of a condition that lists others too."""
    conditions = statement.get(key_of(statement, "Condition"))
    if not isinstance(conditions, dict):
        return False
    wanted = {each for each in (grant.principal.id, grant.principal.account_id) if each}
    is_done = False
    for operator, tests in conditions.items():
        if not operator.startswith(NARROWING) or not isinstance(tests, dict):
            continue
        for key, values in tests.items():
            if not isinstance(values, list):
                continue
            kept = [v for v in values if not any(each in str(v) for each in wanted)]
            if kept and len(kept) < len(values):
                tests[key] = kept
                is_done = True
    return is_done
