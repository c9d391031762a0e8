"""One worked case as JSON: a resource, its documents, its organization; and its answer.

The format in which conformance is measured, and in which a security engineer can add a
case without knowing Python: see docs/conformance.md.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType

from accessmap.policy.derive import derive
from accessmap.policy.document import MalformedPolicy, from_json
from accessmap.policy.grant import Grant
from accessmap.policy.kinds import FederatedScope, PolicyKind, SourceZone, Zone
from accessmap.policy.service import WORST
from accessmap.policy.subject import Derivation, Subject
from accessmap.policy.zone import ZoneOfTrust

_LISTS = {
    "AWS::S3::Bucket": PolicyKind.ACL,
    "AWS::S3::Object": PolicyKind.ACL,
    "AWS::KMS::Key": PolicyKind.KMS_GRANTS,
}
_ID = re.compile(r'"id"\s*:\s*"([^"\\]*)"')
_BUCKET = re.compile(r"arn:aws[\w-]*:s3:::[a-z0-9.-]+")
_MOST_CHARACTERS = 4 * 1024 * 1024


def answer(line: str) -> dict[str, object]:
    """Return the answer to one case as JSON; what is wrong with it is an error.

    The SHA-256 of the line, without its end, tells which one it was.
    """
    line = line.rstrip("\r\n")
    try:
        case = _case(line)
    except MalformedPolicy as reason:
        found = _ID.search(line)
        name = found[1] if found else None
        said = _said(name, [Derivation(errors=(str(reason),))])
    else:
        zone = zone_of(case)
        said = _said(case.get("id"), [derive(each, zone) for each in subjects(case)])
    return {**said, "sha256": sha256(line)}


def sha256(text: str) -> str:
    """Return the hash of a text's bytes, of those that are no UTF-8 too.

    They come in as lone surrogates; JSON may hold others, which no file can.
    """
    try:
        raw = text.encode(errors="surrogateescape")
    except UnicodeEncodeError:
        raw = text.encode(errors="surrogatepass")
    return hashlib.sha256(raw).hexdigest()


def _case(line: str) -> Mapping[str, object]:
    found = from_json(line, most_characters=_MOST_CHARACTERS)
    if not isinstance(found, dict):
        raise MalformedPolicy("The line is not a JSON object.")
    return found


def zone_of(case: Mapping[str, object]) -> ZoneOfTrust:
    """Return the organization of a case."""
    own = _text(case.get("own_canonical_id"))
    return ZoneOfTrust(
        organization_id=_text(case.get("org_id")),
        accounts=frozenset(_texts(case.get("org_accounts"))),
        paths=MappingProxyType(
            {
                name: _text(each)
                for name, each in _mapping(case.get("org_paths")).items()
            }
        ),
        management_account=_text(case.get("management_account")),
        canonical_ids=MappingProxyType(
            {own: _text(case.get("resource_account"))} if own else {}
        ),
    )


def subjects(case: Mapping[str, object]) -> Iterable[Subject]:
    """Return the resource once for each of its documents."""
    kind = _text(case.get("resource_type"))
    documents: list[tuple[PolicyKind, object]] = []
    policy, acl = case.get("policy"), case.get("acl")
    if policy is not None or acl is None:
        documents.append((policy_kind(kind), policy))
    if acl is not None:
        documents.append((_LISTS.get(kind, PolicyKind.SHARE), acl))
    for document_kind, document in documents:
        arn = _text(case.get("resource_arn"))
        if document_kind is PolicyKind.ACL:
            arn = arn or _bucket_of(policy)
        yield Subject(
            arn=arn,
            resource_type=kind,
            account_id=_text(case.get("resource_account")),
            kind=document_kind,
            document=document,
            settings=MappingProxyType(
                {name: _truth(e) for name, e in _mapping(case.get("settings")).items()}
            ),
            rcps=MappingProxyType(dict(_named(case.get("rcps")))),
            beside=policy if document is acl else None,
        )


def _bucket_of(policy: object) -> str:
    """Return the bucket that a policy speaks of, where no case names it.

    The policy can be of one bucket only, which is the one that the ACL is of.
    """
    found = _BUCKET.search(policy if isinstance(policy, str) else json.dumps(policy))
    return found[0] if found else ""


def policy_kind(resource_type: str) -> PolicyKind:
    """Return what kind of policy a resource of this type has."""
    is_role = resource_type == "AWS::IAM::Role"
    return PolicyKind.TRUST if is_role else PolicyKind.RESOURCE


def _named(value: object) -> Iterable[tuple[str, object]]:
    if isinstance(value, dict):
        return [(str(name), each) for name, each in value.items()]
    listed = value if isinstance(value, list) else []
    return [(f"RCP {at + 1}", each) for at, each in enumerate(listed)]


def _said(name: object, found: list[Derivation]) -> dict[str, object]:
    grants = [each for one in found for each in one.grants if not each.is_blocked]
    zones = {each.zone for each in grants}
    stale = sorted({each for one in found for each in one.stale_principals})
    distinct = {json.dumps(e, sort_keys=True): e for e in map(_grant, grants)}
    return {
        "id": name,
        "grants": _merged(list(distinct.values())),
        "public": Zone.PUBLIC in zones,
        "external": bool(zones & {Zone.PUBLIC, Zone.EXTERNAL}),
        "stale_principals": stale,
        "errors": [each for one in found for each in one.errors],
    }


def _grant(grant: Grant) -> dict[str, object]:
    found: dict[str, object] = {
        "principal_kind": grant.principal.kind.value,
        "principal": grant.principal.id,
        "zone": grant.zone.value,
        "conditional": grant.is_conditional,
    }
    if grant.source_zone:
        found["source_zone"] = grant.source_zone.value
    if grant.federated_scope:
        found["federated_scope"] = grant.federated_scope.value
    return found


def _merged(grants: list[dict[str, object]]) -> list[dict[str, object]]:
    """Leave one line for each principal: the one that says most.

    On behalf of more, any identity of a provider, without conditions.
    """
    found: dict[str, dict[str, object]] = {}
    for each in sorted(grants, key=_width):
        who = (each["principal_kind"], each["principal"], each["zone"])
        found.setdefault(json.dumps(who), each)
    return list(found.values())


def _width(grant: dict[str, object]) -> tuple[int, bool, bool]:
    source = grant.get("source_zone")
    return (
        WORST.index(SourceZone(str(source))) if source else 0,
        grant.get("federated_scope") == FederatedScope.RESTRICTED,
        bool(grant["conditional"]),
    )


def _mapping(value: object) -> Mapping[str, object]:
    return value if isinstance(value, dict) else {}


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _texts(value: object) -> list[str]:
    return [_text(each) for each in value] if isinstance(value, list) else []


def _truth(value: object) -> bool:
    return value is True or (isinstance(value, str) and value.lower() == "true")
