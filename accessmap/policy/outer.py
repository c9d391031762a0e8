"""Controls outside the policy: resource control policies, block public access.

They only take away. RCPs: https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps.html
Block public access: https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from accessmap.policy.box import CALLER, Term
from accessmap.policy.caller import Kind
from accessmap.policy.decide import Decided, Rule, decide
from accessmap.policy.document import (
    MalformedPolicy,
    ParsedDocument,
    Statement,
    parse,
)
from accessmap.policy.grant import Blocker
from accessmap.policy.kinds import PolicyKind, Zone
from accessmap.policy.report import zones
from accessmap.policy.shares import CLOSED, SNAPSHOT, is_closed
from accessmap.policy.space import Entry, Space
from accessmap.policy.subject import Subject
from accessmap.policy.zone import ZoneOfTrust

# Services whose resources RCPs govern, of those that have policies, as AWS's list stood
# on 2026-09-26. One that is missing here over-reports; one that stood here wrongly
# would hide grants. Not on the list: SNS, Lambda, EFS, Glue, Kinesis, Backup and the
# domains of OpenSearch.
# https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps.html#rcp-supported-services
_GOVERNED = (
    "AWS::S3::",
    "AWS::IAM::Role",  # through AWS STS
    "AWS::KMS::",
    "AWS::SQS::",
    "AWS::SecretsManager::",
    "AWS::ECR::",
    "AWS::OpenSearchServerless::",
    "AWS::DynamoDB::",
    "AWS::Logs::",
    "AWS::Events::",
    "AWS::CodeBuild::",
    "AWS::CodeArtifact::",
)
# https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps.html#actions-not-restricted-by-rcps
_SERVICE_LINKED = ":role/aws-service-role/"
RESTRICT = "RestrictPublicBuckets"
IGNORE = "IgnorePublicAcls"


def restricting(subject: Subject, zone: ZoneOfTrust) -> Iterator[Entry]:
    """Yield the Denys of the RCPs in force on the resource.

    They never reach the management account nor service-linked roles, and only some
    services have them. One that cannot be read is taken not to fire.
    """
    if subject.account_id == zone.management_account:
        return
    if not subject.resource_type.startswith(_GOVERNED):
        return
    if _SERVICE_LINKED in subject.arn:
        return
    for name, document in subject.rcps.items():
        try:
            policy = _parsed(document) if isinstance(document, str) else parse(document)
        except MalformedPolicy:
            continue
        for each in policy.statements:
            if not each.is_allow:
                yield Entry(each, policy.has_variables, "rcp", name)


def withholding(subject: Subject) -> Iterator[Entry]:
    """Yield the Denys that the resource's policy sets against a list beside it.

    An explicit Deny outweighs what an ACL or a KMS grant gives:
    https://docs.aws.amazon.com/AmazonS3/latest/userguide/how-s3-evaluates-access-control.html
    https://docs.aws.amazon.com/kms/latest/developerguide/policy-evaluation.html
    A policy that cannot be read takes nothing away; it is an error of its own.
    """
    if subject.beside is None:
        return
    try:
        policy = parse(subject.beside)
    except MalformedPolicy:
        return
    for each in policy.statements:
        if not each.is_allow and each.principals is not None:
            yield Entry(each, policy.has_variables)


@lru_cache(maxsize=256)
def _parsed(text: str) -> ParsedDocument:
    """Read a control once: the same few stand over every account."""
    return parse(text)


def decide_within(space: Space, entries: Sequence[Entry]) -> list[Decided]:
    """Decide, with block public access on top where the policy itself is public.

    A public policy under RestrictPublicBuckets serves only AWS services and the
    bucket's own account; a policy that is not public is untouched.
    """
    settings = space.scene.subject.settings
    is_policy = space.scene.subject.kind is PolicyKind.RESOURCE
    found = decide(space, entries)
    if not (is_policy and settings.get(RESTRICT)):
        return found
    own = [each for each in entries if each.control != "rcp"]
    alone = found if len(own) == len(entries) else decide(space, own)
    if Zone.PUBLIC not in zones(space, alone):
        return found
    return decide(space, entries, extra=[_without_outsiders(space)])


def _without_outsiders(space: Space) -> Rule:
    home = space.scene.subject.account_id
    mask = 0
    for at, caller in enumerate(space.callers):
        is_person = caller.kind in {Kind.ANONYMOUS, Kind.IDENTITY}
        if is_person and not (caller.place and caller.place.account == home):
            mask |= 1 << at
    statement = Statement(
        position=-1,
        sid=RESTRICT,
        is_allow=False,
        principals=None,
        is_not_principal=False,
        actions=("*",),
        is_not_action=False,
        resources=None,
        is_not_resource=False,
        tests=(),
    )
    entry = Entry(statement, has_variables=False, control="block-public-access")
    return Rule(entry, (Term(CALLER, mask),))


def ignoring(subject: Subject) -> Blocker | None:
    """Return what makes AWS overlook what a list gives to everybody."""
    is_acl = subject.kind is PolicyKind.ACL
    if is_acl and subject.settings.get(IGNORE):
        return Blocker("block-public-access", IGNORE)
    if subject.resource_type == SNAPSHOT and is_closed(subject):
        return Blocker("block-public-access", CLOSED)
    return None
