"""Proper names read out of ARNs, service principals and identity providers.

The same in every language, for these are names.
"""

from __future__ import annotations

import re
from types import MappingProxyType

SERVICES = MappingProxyType(
    {
        "apigateway": "API Gateway",
        "application-autoscaling": "Auto Scaling",
        "appstream": "AppStream",
        "athena": "Athena",
        "autoscaling": "Auto Scaling",
        "backup": "AWS Backup",
        "batch": "AWS Batch",
        "bedrock": "Bedrock",
        "cloudformation": "CloudFormation",
        "cloudfront": "CloudFront",
        "cloudtrail": "CloudTrail",
        "cloudwatch": "CloudWatch",
        "codebuild": "CodeBuild",
        "codedeploy": "CodeDeploy",
        "codepipeline": "CodePipeline",
        "config": "AWS Config",
        "credentials.iot": "AWS IoT devices",
        "delivery.logs": "CloudWatch Logs delivery",
        "dynamodb": "DynamoDB",
        "ds": "Directory Service",
        "dms": "Database Migration Service",
        "ec2": "EC2",
        "ecs": "ECS",
        "ecs-tasks": "ECS tasks",
        "ecr": "ECR",
        "edgelambda": "Lambda@Edge",
        "eks": "EKS",
        "elasticfilesystem": "EFS",
        "elasticloadbalancing": "Elastic Load Balancing",
        "elasticmapreduce": "EMR",
        "events": "EventBridge",
        "firehose": "Firehose",
        "glue": "Glue",
        "guardduty": "GuardDuty",
        "iam": "IAM",
        "inspector2": "Inspector",
        "iot": "AWS IoT",
        "kinesis": "Kinesis",
        "kms": "KMS",
        "lambda": "Lambda",
        "logdelivery.elasticloadbalancing": "Elastic Load Balancing logs",
        "logdelivery.s3": "S3 log delivery",
        "logging.s3": "S3 access logging",
        "logs": "CloudWatch Logs",
        "macie": "Macie",
        "pipes": "EventBridge Pipes",
        "pods.eks": "EKS pods",
        "rds": "RDS",
        "redshift": "Redshift",
        "s3": "S3",
        "sagemaker": "SageMaker",
        "scheduler": "EventBridge Scheduler",
        "secretsmanager": "Secrets Manager",
        "securityhub": "Security Hub",
        "serverlessrepo": "Serverless Application Repository",
        "ses": "SES",
        "sns": "SNS",
        "spotfleet": "EC2 Spot Fleet",
        "sqs": "SQS",
        "ssm": "Systems Manager",
        "states": "Step Functions",
        "sts": "STS",
        "transfer": "Transfer Family",
        "vpc-flow-logs": "VPC Flow Logs",
    }
)
PROVIDERS = MappingProxyType(
    {
        "token.actions.githubusercontent.com": "GitHub Actions",
        "cognito-identity.amazonaws.com": "Amazon Cognito",
        "accounts.google.com": "Google",
        "graph.facebook.com": "Facebook",
        "www.amazon.com": "Login with Amazon",
        "gitlab.com": "GitLab",
        "app.terraform.io": "HCP Terraform",
        "agent.buildkite.com": "Buildkite",
        "api.bitbucket.org": "Bitbucket",
    }
)
_IDENTITY = re.compile(r"[^:/]+[:/]")
_SECRET_SUFFIX = re.compile(r"-[A-Za-z0-9]{6}$")
EKS = re.compile(r"oidc\.eks\.[^/]+/id/(.+)$")
_ARN_PARTS = 6


def local_name(arn: str) -> str:
    """Return what people call a resource: the part of its ARN that they chose."""
    parts = arn.split(":", _ARN_PARTS - 1)
    if len(parts) < _ARN_PARTS:
        return arn
    service, rest = parts[2], parts[5]
    if service in ("iam", "sts"):
        return rest.rpartition("/")[2] or rest
    if service == "secretsmanager":
        return _SECRET_SUFFIX.sub("", rest.partition(":")[2]) or rest
    if service in ("s3", "sns", "sqs"):
        return rest
    # function:name, key/id, repository/team/name, layer:name:3
    return _IDENTITY.sub("", rest, count=1) or rest


def service_name(principal: str) -> str:
    """Return the name of a service: CloudTrail for cloudtrail.amazonaws.com."""
    if principal.startswith("arn:"):
        return "CloudFront"  # an origin access identity, the only service with an ARN
    stem = re.sub(r"\.amazonaws\.com(\.cn)?$", "", principal)
    if stem in SERVICES:
        return SERVICES[stem]
    # Some services have a principal a region: logs.eu-west-1.amazonaws.com
    without_region = re.sub(r"\.[a-z]{2}(-[a-z]+)+-\d$", "", stem)
    return SERVICES.get(without_region, without_region or principal)


def service_title(prefix: str) -> str:
    """Return the name of a service by the prefix of its actions: S3 for s3."""
    return SERVICES.get(prefix, prefix)


def provider_host(principal: str) -> str:
    """Return what identifies an identity provider: its host, or its SAML name."""
    for mark in (":oidc-provider/", ":saml-provider/"):
        if mark in principal:
            return principal.partition(mark)[2]
    return principal


def provider_name(principal: str) -> str:
    """Return the name of an identity provider: GitHub Actions, Okta."""
    host = provider_host(principal)
    if cluster := EKS.search(host):
        return cluster[1]
    return PROVIDERS.get(host, host)
