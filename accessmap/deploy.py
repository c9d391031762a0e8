"""The roles that AccessMap asks for, as CloudFormation and Terraform, made from code.

All actions are the collectors' own declarations, so what is asked for is what is used.
Both tools read JSON, so nothing here needs a template language.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from accessmap.aws.collector import all_collectors
from accessmap.aws.narrow import ENTERING
from accessmap.crawl.organization import PERMISSIONS as ORGANIZATION_PERMISSIONS

Json = dict[str, Any]

# A belt beside the braces: data is refused even if somebody attaches more to the role,
# and so is whatever lends a way to data. All that a collector asks for stays out of it.
DATA_READS = (
    "aoss:APIAccessAll",
    "appconfig:GetConfiguration",
    "appconfig:GetLatestConfiguration",
    "athena:GetQueryResults*",
    "athena:StartQueryExecution",
    "cassandra:Select",
    "cloudformation:GetTemplate",
    "cloudtrail:GetQueryResults",
    "codeartifact:GetAuthorizationToken",
    "codeartifact:GetPackageVersionAsset",
    "codeartifact:ReadFromRepository",
    "codecommit:GetBlob",
    "codecommit:GetFile",
    "codecommit:GitPull",
    "cognito-identity:GetCredentialsForIdentity",
    "dax:*",
    "dsql:DbConnect*",
    "dynamodb:BatchGetItem",
    "dynamodb:ConditionCheckItem",
    "dynamodb:GetItem",
    "dynamodb:GetRecords",
    "dynamodb:PartiQL*",
    "dynamodb:Query",
    "dynamodb:Scan",
    "ebs:*",
    "ec2:GetConsole*",
    "ec2:GetPasswordData",
    "ecr:BatchGetImage",
    "ecr:GetAuthorizationToken",
    "ecr:GetDownloadUrlForLayer",
    "elasticache:Connect",
    "es:ESHttp*",
    "execute-api:*",
    "glacier:GetJobOutput",
    "glue:GetConnection*",
    "iam:PassRole",
    "kafka-cluster:*",
    "kinesis:GetRecords",
    "kinesis:SubscribeToShard",
    "kinesisvideo:GetMedia*",
    "kms:Decrypt",
    "kms:GenerateDataKey*",
    "lakeformation:GetDataAccess",
    "lakeformation:GetTemporary*",
    "lakeformation:GetWorkUnitResults",
    "lambda:GetFunction",
    "lambda:InvokeFunction*",
    "logs:FilterLogEvents",
    "logs:GetLogEvents",
    "logs:GetLogRecord",
    "logs:GetQueryResults",
    "logs:StartLiveTail",
    "logs:StartQuery",
    "logs:Unmask",
    "neptune-db:*",
    "rds-data:*",
    "rds-db:connect",
    "rds:DownloadCompleteDBLogFile",
    "rds:DownloadDBLogFilePortion",
    "redshift-data:*",
    "redshift-serverless:GetCredentials",
    "redshift:GetClusterCredentials*",
    "s3-object-lambda:GetObject*",
    "s3-outposts:GetObject*",
    "s3:GetDataAccess",
    "s3:GetObject*",
    "s3express:CreateSession",
    "s3tables:GetTableData",
    "s3vectors:GetVectors",
    "s3vectors:QueryVectors",
    "secretsmanager:BatchGetSecretValue",
    "secretsmanager:GetSecretValue",
    "sqs:ReceiveMessage",
    "ssm:GetCommandInvocation",
    "ssm:GetDocument",
    "ssm:GetParameter*",
    "ssm:StartSession",
    "sts:AssumeRole",
    "timestream:Select",
)


def statement(sid: str, actions: Iterable[str], effect: str = "Allow") -> Json:
    """Return one statement over everything."""
    return {
        "Sid": sid,
        "Effect": effect,
        "Action": sorted(set(actions)),
        "Resource": "*",
    }


def document(*statements: Mapping[str, object]) -> Json:
    """Return a policy document."""
    return {"Version": "2012-10-17", "Statement": list(statements)}


def member_actions() -> list[str]:
    """Return what is read in every account."""
    collectors = all_collectors().values()
    return [
        *ENTERING,
        *(each for one in collectors for each in one.permissions),
    ]


def member_policy() -> Json:
    """Return what the reading role may do in every account."""
    return document(statement("ReadConfiguration", member_actions()))


def management_policy() -> Json:
    """Return what it may do in the management account."""
    actions = [*member_actions(), *ORGANIZATION_PERMISSIONS]
    return document(statement("ReadConfiguration", actions))


def refusing_policy() -> Json:
    """Return what it never may, beside either: each is a policy within AWS's limits.

    Of API Gateway the one verb GET reads everything, the values of API keys too, so
    all but the list of APIs is denied.
    """
    return document(
        statement("NeverReadData", DATA_READS, effect="Deny"),
        {
            "Sid": "OnlyTheListOfApis",
            "Effect": "Deny",
            "Action": "apigateway:GET",
            "NotResource": [
                f"arn:{partition}:apigateway:*::/restapis"
                for partition in ("aws", "aws-cn", "aws-us-gov")
            ],
        },
    )


def policies(reading: Json) -> dict[str, Json]:
    """Return the role's policies by their names."""
    return {"ReadConfiguration": reading, "NeverReadData": refusing_policy()}


def trust_policy(hub: Any, arn: Any, organization: Any, external_id: Any) -> Json:
    """Return who may become the reading role: the role AccessMap runs as, nobody else.

    The account is the principal and the role a condition, so that the trust outlives
    the role's being made again; the external ID and the organization are asked for too.
    https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_common-scenarios_third-party.html
    """
    return document(
        {
            "Effect": "Allow",
            "Principal": {"AWS": hub},
            "Action": "sts:AssumeRole",
            "Condition": {
                "StringEquals": {
                    "sts:ExternalId": external_id,
                    "aws:PrincipalOrgID": organization,
                },
                "ArnEquals": {"aws:PrincipalArn": arn},
            },
        }
    )


def cloudformation(description: str, policy: Json) -> str:
    """Return a CloudFormation template of one role."""
    parameters = {
        "RoleName": ("AccessMapReadOnly", "As in ACCESSMAP_ROLE_NAME"),
        "ExternalId": (None, "As in ACCESSMAP_EXTERNAL_ID"),
        "OrganizationId": (None, "o-…"),
        "AccessMapAccount": (None, "Where AccessMap runs, 12 digits"),
        "AccessMapRole": (
            "AccessMap",
            "The role that AccessMap runs as, path and name",
        ),
    }
    partition = "arn:${AWS::Partition}:iam::${AccessMapAccount}"
    trust = trust_policy(
        {"Fn::Sub": f"{partition}:root"},
        {"Fn::Sub": f"{partition}:role/${{AccessMapRole}}"},
        {"Ref": "OrganizationId"},
        {"Ref": "ExternalId"},
    )
    role = {
        "RoleName": {"Ref": "RoleName"},
        "Description": "Lets AccessMap read configuration, and nothing else",
        "MaxSessionDuration": 3600,
        "AssumeRolePolicyDocument": trust,
        "Policies": [
            {"PolicyName": name, "PolicyDocument": text}
            for name, text in policies(policy).items()
        ],
    }
    template = {
        "AWSTemplateFormatVersion": "2010-09-09",
        "Description": description,
        "Parameters": {
            name: {"Type": "String", "Description": words}
            | ({"Default": default} if default else {})
            for name, (default, words) in parameters.items()
        },
        "Resources": {"Role": {"Type": "AWS::IAM::Role", "Properties": role}},
        "Outputs": {"RoleArn": {"Value": {"Fn::GetAtt": ["Role", "Arn"]}}},
    }
    return json.dumps(template, indent=2) + "\n"


def terraform(policy: Json) -> str:
    """Return a Terraform module of one role."""
    partition = "arn:${data.aws_partition.here.partition}:iam::${var.accessmap_account}"
    trust = trust_policy(
        f"{partition}:root",
        f"{partition}:role/${{var.accessmap_role}}",
        "${var.organization_id}",
        "${var.external_id}",
    )
    module = {
        "variable": {
            "role_name": {"type": "string", "default": "AccessMapReadOnly"},
            "external_id": {"type": "string", "sensitive": True},
            "organization_id": {"type": "string"},
            "accessmap_account": {"type": "string"},
            "accessmap_role": {"type": "string", "default": "AccessMap"},
        },
        "data": {"aws_partition": {"here": {}}},
        "resource": {
            "aws_iam_role": {
                "accessmap": {
                    "name": "${var.role_name}",
                    "max_session_duration": 3600,
                    "assume_role_policy": json.dumps(trust),
                }
            },
            "aws_iam_role_policy": {
                address: {
                    "name": name,
                    "role": "${aws_iam_role.accessmap.id}",
                    "policy": json.dumps(text),
                }
                for address, (name, text) in zip(
                    ("accessmap", "refusing"), policies(policy).items(), strict=True
                )
            },
        },
        "output": {"role_arn": {"value": "${aws_iam_role.accessmap.arn}"}},
    }
    return json.dumps(module, indent=2) + "\n"


def files() -> dict[str, str]:
    """Return every file of ``deploy/``: its name and its text."""
    return {
        "member-role.template.json": cloudformation(
            "AccessMap's reading role; a service-managed StackSet over all accounts",
            member_policy(),
        ),
        "management-role.template.json": cloudformation(
            "AccessMap's reading role in the management account, which StackSets omit",
            management_policy(),
        ),
        "terraform/member-role/main.tf.json": terraform(member_policy()),
        "terraform/management-role/main.tf.json": terraform(management_policy()),
    }
