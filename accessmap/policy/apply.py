"""How AWS is told a new policy: commands and templates, for people to run.

AccessMap never writes to AWS; whoever owns the account does, from these.
"""

from __future__ import annotations

import json
import shlex
from collections.abc import Mapping
from dataclasses import dataclass, replace

from accessmap.policy.grant import Grant
from accessmap.policy.kinds import PolicyKind


@dataclass(frozen=True, slots=True)
class Way:
    """One kind of policy. ``{name}``, ``{arn}`` and ``{file}`` are filled in.

    ``get``, ``put`` and ``delete`` are arguments of the AWS CLI; ``terraform`` is the
    resource and its argument, ``cloudformation`` the type and its property.
    ``undo_entry`` is the command that takes one entry out of a list that AWS keeps,
    which is no document.
    """

    get: str = ""  # prints the document in force, as JSON
    put: str = ""
    delete: str = ""
    terraform: tuple[str, str] = ("", "")
    cloudformation: tuple[str, str] = ("", "")
    undo_entry: str = ""
    attribute: str = ""  # the file holds the document under this name, not alone


_QUEUE = '"$(aws sqs get-queue-url --queue-name {name} --query QueueUrl --output text)"'
# https://docs.aws.amazon.com/cli/latest/reference/ has a page for each command.
_WAYS: Mapping[tuple[str, PolicyKind], Way] = {
    ("AWS::IAM::Role", PolicyKind.TRUST): Way(
        get="iam get-role --role-name {name} --query Role.AssumeRolePolicyDocument",
        put="iam update-assume-role-policy --role-name {name} "
        "--policy-document file://{file}",
        terraform=("aws_iam_role", "assume_role_policy"),
        cloudformation=("AWS::IAM::Role", "AssumeRolePolicyDocument"),
    ),
    ("AWS::S3::Bucket", PolicyKind.RESOURCE): Way(
        get="s3api get-bucket-policy --bucket {name} --query Policy",
        put="s3api put-bucket-policy --bucket {name} --policy file://{file}",
        delete="s3api delete-bucket-policy --bucket {name}",
        terraform=("aws_s3_bucket_policy", "policy"),
        cloudformation=("AWS::S3::BucketPolicy", "PolicyDocument"),
    ),
    ("AWS::S3::Bucket", PolicyKind.ACL): Way(
        undo_entry="s3api put-bucket-acl --bucket {name} --acl private",
    ),
    ("AWS::KMS::Key", PolicyKind.RESOURCE): Way(
        get="kms get-key-policy --key-id {name} --policy-name default --query Policy",
        put="kms put-key-policy --key-id {name} --policy-name default "
        "--policy file://{file}",
        terraform=("aws_kms_key_policy", "policy"),
        cloudformation=("AWS::KMS::Key", "KeyPolicy"),
    ),
    ("AWS::KMS::Key", PolicyKind.KMS_GRANTS): Way(
        undo_entry="kms list-grants --key-id {arn}  # then, with the grant id of "
        "{principal}: aws kms revoke-grant --key-id {arn} --grant-id ID",
    ),
    ("AWS::SQS::Queue", PolicyKind.RESOURCE): Way(
        get=f"sqs get-queue-attributes --queue-url {_QUEUE} --attribute-names Policy "
        "--query Attributes.Policy",
        put=f"sqs set-queue-attributes --queue-url {_QUEUE} --attributes file://{{file}}",
        delete=f"sqs set-queue-attributes --queue-url {_QUEUE} --attributes Policy=",
        attribute="Policy",
        terraform=("aws_sqs_queue_policy", "policy"),
        cloudformation=("AWS::SQS::QueuePolicy", "PolicyDocument"),
    ),
    ("AWS::SNS::Topic", PolicyKind.RESOURCE): Way(
        get="sns get-topic-attributes --topic-arn {arn} --query Attributes.Policy",
        put="sns set-topic-attributes --topic-arn {arn} --attribute-name Policy "
        "--attribute-value file://{file}",
        terraform=("aws_sns_topic_policy", "policy"),
        cloudformation=("AWS::SNS::TopicPolicy", "PolicyDocument"),
    ),
    ("AWS::SecretsManager::Secret", PolicyKind.RESOURCE): Way(
        get="secretsmanager get-resource-policy --secret-id {arn} "
        "--query ResourcePolicy",
        put="secretsmanager put-resource-policy --secret-id {arn} "
        "--resource-policy file://{file}",
        delete="secretsmanager delete-resource-policy --secret-id {arn}",
        terraform=("aws_secretsmanager_secret_policy", "policy"),
        cloudformation=("AWS::SecretsManager::ResourcePolicy", "ResourcePolicy"),
    ),
    ("AWS::ECR::Repository", PolicyKind.RESOURCE): Way(
        get="ecr get-repository-policy --repository-name {name} --query policyText",
        put="ecr set-repository-policy --repository-name {name} "
        "--policy-text file://{file}",
        delete="ecr delete-repository-policy --repository-name {name}",
        terraform=("aws_ecr_repository_policy", "policy"),
        cloudformation=("AWS::ECR::Repository", "RepositoryPolicyText"),
    ),
    ("AWS::EC2::Snapshot", PolicyKind.SHARE): Way(
        undo_entry="ec2 modify-snapshot-attribute --snapshot-id {name} --attribute "
        "createVolumePermission --operation-type remove {whom_snapshot}",
    ),
    ("AWS::EC2::Image", PolicyKind.SHARE): Way(
        undo_entry="ec2 modify-image-attribute --image-id {name} --launch-permission "
        "{whom_image}",
    ),
}
_UNKNOWN = Way()


def way(grant: Grant, *, name: str, region: str) -> Way:
    """Return how the policy that makes ``grant`` is changed, names filled in.

    A kind of resource that is not written down here yet has an empty way: the new
    document is there all the same.
    """
    found = _WAYS.get((grant.resource_type, grant.policy_kind), _UNKNOWN)
    whom = grant.principal.account_id or grant.principal.id
    everybody = whom == "*"
    filled = {
        "name": shlex.quote(name),
        "arn": shlex.quote(grant.resource),
        "principal": shlex.quote(grant.principal.id),
        "file": "policy-new.json",
        "whom_snapshot": "--group-names all"
        if everybody
        else f"--user-ids {shlex.quote(whom)}",
        "whom_image": shlex.quote(
            "Remove=[{Group=all}]" if everybody else f"Remove=[{{UserId={whom}}}]"
        ),
    }
    return replace(
        found,
        get=_command(f"{found.get} --output json" if found.get else "", filled, region),
        put=_command(found.put, filled, region),
        delete=_command(found.delete, filled, region),
        undo_entry=_command(found.undo_entry, filled, region),
    )


def told(how: Way, document: str) -> str:
    """Return ``document`` as the file holds it that the command reads."""
    if not how.attribute:
        return document
    return json.dumps({how.attribute: document}, indent=2, ensure_ascii=False)


def _command(arguments: str, filled: Mapping[str, str], region: str) -> str:
    if not arguments:
        return ""
    for key, value in filled.items():
        arguments = arguments.replace(f"{{{key}}}", value)
    where = f" --region {shlex.quote(region)}" if region else ""
    return f"aws {arguments}{where}"


def terraform(how: Way, document: str) -> str:
    """Return the Terraform argument that holds ``document``; empty where unknown."""
    resource, argument = how.terraform
    if not resource:
        return ""
    # Terraform's own templates begin alike.
    # https://developer.hashicorp.com/terraform/language/expressions/strings
    escaped = document.replace("${", "$${").replace("%{", "%%{")
    return (
        f"# In the {resource} of this resource; Terraform would write the old policy\n"
        f"# back if only AWS were changed.\n{argument} = <<POLICY\n{escaped}\nPOLICY\n"
    )


def cloudformation(how: Way, document: str) -> str:
    """Return the CloudFormation property with ``document``; empty where unknown."""
    resource, prop = how.cloudformation
    if not resource:
        return ""
    changed = {"Type": resource, "Properties": {prop: json.loads(document)}}
    return json.dumps(changed, indent=2, ensure_ascii=False) + "\n"
