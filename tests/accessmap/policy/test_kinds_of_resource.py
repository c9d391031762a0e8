"""Every kind of resource that is read can be judged and said, in both languages."""

from __future__ import annotations

import json

import pytest

from accessmap.aws.collector import all_collectors
from accessmap.policy import explain
from accessmap.policy.derive import derive
from accessmap.policy.explain.en import what as en
from accessmap.policy.explain.ja import what as ja
from accessmap.policy.kinds import PolicyKind, Verdict
from accessmap.policy.names import Names
from accessmap.policy.subject import Subject
from accessmap.policy.zone import ZoneOfTrust
from tests import cast

# Type → an action that its policies speak of.
SPOKEN_OF = {
    "AWS::ACMPCA::CertificateAuthority": "acm-pca:IssueCertificate",
    "AWS::ApiGateway::RestApi": "execute-api:Invoke",
    "AWS::Backup::BackupVault": "backup:CopyIntoBackupVault",
    "AWS::CodeArtifact::Domain": "codeartifact:GetAuthorizationToken",
    "AWS::CodeArtifact::Repository": "codeartifact:ReadFromRepository",
    "AWS::CodeBuild::Project": "codebuild:BatchGetProjects",
    "AWS::CodeBuild::ReportGroup": "codebuild:BatchGetReportGroups",
    "AWS::DynamoDB::Stream": "dynamodb:GetRecords",
    "AWS::DynamoDB::Table": "dynamodb:Query",
    "AWS::ECR::PublicRepository": "ecr-public:PutImage",
    "AWS::ECR::RegistryPolicy": "ecr:ReplicateImage",
    "AWS::ECR::Repository": "ecr:BatchGetImage",
    "AWS::EFS::FileSystem": "elasticfilesystem:ClientMount",
    "AWS::EventSchemas::Registry": "schemas:DescribeSchema",
    "AWS::Events::EventBus": "events:PutEvents",
    "AWS::Glacier::Vault": "glacier:UploadArchive",
    "AWS::Glue::DataCatalog": "glue:GetTable",
    "AWS::Kinesis::Stream": "kinesis:GetRecords",
    "AWS::Kinesis::StreamConsumer": "kinesis:SubscribeToShard",
    "AWS::Lambda::Function": "lambda:InvokeFunction",
    "AWS::Lambda::LayerVersion": "lambda:GetLayerVersion",
    "AWS::Logs::DeliveryDestination": "logs:CreateDelivery",
    "AWS::Logs::Destination": "logs:PutSubscriptionFilter",
    "AWS::Logs::ResourcePolicy": "logs:PutLogEvents",
    "AWS::MSK::Cluster": "kafka:CreateVpcConnection",
    "AWS::OpenSearchService::Domain": "es:ESHttpGet",
    "AWS::Organizations::ResourcePolicy": "organizations:AttachPolicy",
    "AWS::S3::AccessGrantsInstance": "s3:GetDataAccess",
    "AWS::S3::AccessPoint": "s3:GetObject",
    "AWS::S3::MultiRegionAccessPoint": "s3:GetObject",
    "AWS::S3Express::DirectoryBucket": "s3express:CreateSession",
    "AWS::SES::EmailIdentity": "ses:SendEmail",
    "AWS::SNS::Topic": "sns:Subscribe",
    "AWS::SQS::Queue": "sqs:SendMessage",
    "AWS::SSM::Parameter": "ssm:GetParameter",
    "AWS::SecretsManager::Secret": "secretsmanager:GetSecretValue",
    "AWS::VpcLattice::Service": "vpc-lattice-svcs:Invoke",
    "AWS::VpcLattice::ServiceNetwork": "vpc-lattice:GetServiceNetwork",
}
SHARED = {
    "AWS::EC2::VPCEndpointService": {"AllowedPrincipals": [cast.TANUKI]},
    "AWS::Events::Rule": {
        "Targets": [{"Arn": f"arn:aws:events:eu-west-1:{cast.TANUKI}:event-bus/x"}]
    },
    "AWS::S3::AccessGrant": {"READWRITE": [f"arn:aws:iam::{cast.TANUKI}:role/x"]},
    "AWS::SSM::Document": {"AccountIds": [cast.TANUKI]},
}
ZONE = ZoneOfTrust(
    organization_id=cast.ORGANIZATION, accounts=frozenset({cast.PAYMENTS})
)


def subject(resource_type: str, kind: PolicyKind, document: object) -> Subject:
    arn = f"arn:aws:x:ap-northeast-1:{cast.PAYMENTS}:thing/ledger"
    text = json.dumps(document)
    return Subject(arn, resource_type, cast.PAYMENTS, kind, text)


def said(about: Subject) -> None:
    """The vendor gets in, and both languages have a word of their own for it."""
    [grant] = derive(about, ZONE).grants
    assert grant.verdict is Verdict.EXTERNAL
    assert grant.principal.account_id == cast.TANUKI
    for code, phrases in (("en", en.PHRASES), ("ja", ja.PHRASES)):
        assert f"noun.{about.resource_type}" in phrases, code
        words = "".join(s.text for s in explain.sentence(grant, Names(), code))
        assert "ledger" in words
        assert "use **" not in words


@pytest.mark.parametrize("resource_type", sorted(SPOKEN_OF))
def test_its_policies_are_judged_and_said(resource_type: str) -> None:
    policy = {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Allow",
                "Principal": {"AWS": cast.TANUKI},
                "Action": SPOKEN_OF[resource_type],
                "Resource": "*",
            }
        ],
    }
    said(subject(resource_type, PolicyKind.RESOURCE, policy))


@pytest.mark.parametrize("resource_type", sorted(SHARED))
def test_its_share_list_is_judged_and_said(resource_type: str) -> None:
    said(subject(resource_type, PolicyKind.SHARE, SHARED[resource_type]))


def test_an_image_of_the_public_gallery_is_everyones() -> None:
    everyone = subject(
        "AWS::ECR::PublicRepository", PolicyKind.SHARE, {"pull": ["all"]}
    )
    [grant] = derive(everyone, ZONE).grants
    assert grant.verdict is Verdict.PUBLIC
    words = "".join(s.text for s in explain.sentence(grant, Names(), "en"))
    assert "pull" in words


def test_no_kind_that_has_policies_was_forgotten() -> None:
    collectors = all_collectors()
    read = {
        kind
        for name in collectors
        for kind in collectors[name].resource_types
        if "ResourcePolic" in str(collectors[name].permissions)
    }
    assert read - SPOKEN_OF.keys() - SHARED.keys() <= {"AWS::RAM::ResourceShare"}
