"""How each kind of policy and list is changed by the AWS CLI, by people."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from accessmap.policy.kinds import PolicyKind
from accessmap.policy.ways.lists import LISTS
from accessmap.policy.ways.policies import POLICIES
from accessmap.policy.ways.way import Way

WAYS: Mapping[tuple[str, PolicyKind], Way] = MappingProxyType(
    {
        **{(kind, PolicyKind.RESOURCE): way for kind, way in POLICIES.items()},
        **{
            (kind, PolicyKind.SHARE): Way(undo_entry=undo)
            for kind, undo in LISTS.items()
        },
        ("AWS::IAM::Role", PolicyKind.TRUST): Way(
            get="iam get-role --role-name {last} --query Role.AssumeRolePolicyDocument",
            put="iam update-assume-role-policy --role-name {last} "
            "--policy-document file://{file}",
            terraform=("aws_iam_role", "assume_role_policy"),
            cloudformation=("AWS::IAM::Role", "AssumeRolePolicyDocument"),
        ),
        ("AWS::KMS::Key", PolicyKind.KMS_GRANTS): Way(
            undo_entry="kms revoke-grant --key-id {arn} --grant-id {GrantId}"
        ),
        ("AWS::S3::Bucket", PolicyKind.ACL): Way(
            undo_entry="s3api put-bucket-acl --bucket {id} "
            "--access-control-policy {rest}"
        ),
        ("AWS::SSO::AccountAssignment", PolicyKind.ASSIGNMENT): Way(
            undo_entry="sso-admin delete-account-assignment "
            "--instance-arn arn:aws:sso:::instance/{instance} --permission-set-arn "
            "arn:aws:sso:::permissionSet/{instance}/{set} --target-type AWS_ACCOUNT "
            "--target-id {account} --principal-type {PrincipalType} "
            "--principal-id {PrincipalId}"
        ),
    }
)
