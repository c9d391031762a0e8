"""How a resource policy is changed, by the type of its resource."""

from __future__ import annotations

from collections.abc import Mapping

from accessmap.policy.ways.logs import LOGS
from accessmap.policy.ways.way import Way


def _by_arn(
    service: str,
    *,
    query: str = "Policy",
    terraform: str,
    cloudformation: tuple[str, str] = ("", ""),
) -> Way:
    """Return the way of the services that keep one policy with any ARN of theirs."""
    return Way(
        get=f"{service} get-resource-policy --resource-arn {{arn}} --query {query}",
        put=f"{service} put-resource-policy --resource-arn {{arn}} "
        "--policy file://{file}",
        delete=f"{service} delete-resource-policy --resource-arn {{arn}}",
        terraform=(terraform, "policy"),
        cloudformation=cloudformation,
    )


_QUEUE = (
    '"$(aws sqs get-queue-url --queue-name {id} --query QueueUrl --output text {at})"'
)
_PARAMETER = (
    '"$(aws ssm get-resource-policies --resource-arn {arn} --query {policy_hash} '
    '--output text {at})"'
)
_BUCKET = Way(
    get="s3api get-bucket-policy --bucket {id} --query Policy",
    put="s3api put-bucket-policy --bucket {id} --policy file://{file}",
    delete="s3api delete-bucket-policy --bucket {id}",
    terraform=("aws_s3_bucket_policy", "policy"),
    cloudformation=("AWS::S3::BucketPolicy", "PolicyDocument"),
)
_LATTICE = Way(
    get="vpc-lattice get-auth-policy --resource-identifier {arn} --query policy",
    put="vpc-lattice put-auth-policy --resource-identifier {arn} --policy file://{file}",
    delete="vpc-lattice delete-auth-policy --resource-identifier {arn}",
    terraform=("aws_vpclattice_auth_policy", "policy"),
    cloudformation=("AWS::VpcLattice::AuthPolicy", "Policy"),
)

POLICIES: Mapping[str, Way] = {
    "AWS::ACMPCA::CertificateAuthority": Way(
        get="acm-pca get-policy --resource-arn {arn} --query Policy",
        put="acm-pca put-policy --resource-arn {arn} --policy file://{file}",
        delete="acm-pca delete-policy --resource-arn {arn}",
        terraform=("aws_acmpca_policy", "policy"),
    ),
    # It answers with a policy that is escaped once more, so none is compared.
    "AWS::ApiGateway::RestApi": Way(
        put="apigateway update-rest-api --rest-api-id {id} --patch-operations "
        """"$(python3 -c 'import json, sys; print(json.dumps([{"op": "replace", """
        """"path": "/policy", "value": open(sys.argv[1]).read()}]))' {file})" """
        " # then deploy each stage",
        delete="apigateway update-rest-api --rest-api-id {id} --patch-operations "
        "op=replace,path=/policy,value=  # then deploy each stage",
        terraform=("aws_api_gateway_rest_api_policy", "policy"),
        cloudformation=("AWS::ApiGateway::RestApi", "Policy"),
    ),
    "AWS::Backup::BackupVault": Way(
        get="backup get-backup-vault-access-policy --backup-vault-name {id} "
        "--query Policy",
        put="backup put-backup-vault-access-policy --backup-vault-name {id} "
        "--policy file://{file}",
        delete="backup delete-backup-vault-access-policy --backup-vault-name {id}",
        terraform=("aws_backup_vault_policy", "policy"),
        cloudformation=("AWS::Backup::BackupVault", "AccessPolicy"),
    ),
    "AWS::CodeArtifact::Domain": Way(
        get="codeartifact get-domain-permissions-policy --domain {id} "
        "--domain-owner {account} --query policy.document",
        put="codeartifact put-domain-permissions-policy --domain {id} "
        "--domain-owner {account} --policy-document file://{file}",
        delete="codeartifact delete-domain-permissions-policy --domain {id} "
        "--domain-owner {account}",
        terraform=("aws_codeartifact_domain_permissions_policy", "policy_document"),
        cloudformation=("AWS::CodeArtifact::Domain", "PermissionsPolicyDocument"),
    ),
    "AWS::CodeArtifact::Repository": Way(
        get="codeartifact get-repository-permissions-policy --domain {first} "
        "--repository {last} --domain-owner {account} --query policy.document",
        put="codeartifact put-repository-permissions-policy --domain {first} "
        "--repository {last} --domain-owner {account} --policy-document file://{file}",
        delete="codeartifact delete-repository-permissions-policy --domain {first} "
        "--repository {last} --domain-owner {account}",
        terraform=("aws_codeartifact_repository_permissions_policy", "policy_document"),
        cloudformation=("AWS::CodeArtifact::Repository", "PermissionsPolicyDocument"),
    ),
    "AWS::CodeBuild::Project": _by_arn(
        "codebuild", query="policy", terraform="aws_codebuild_resource_policy"
    ),
    "AWS::DynamoDB::Stream": _by_arn(
        "dynamodb", terraform="aws_dynamodb_resource_policy"
    ),
    "AWS::DynamoDB::Table": _by_arn(
        "dynamodb",
        terraform="aws_dynamodb_resource_policy",
        cloudformation=("AWS::DynamoDB::Table", "ResourcePolicy.PolicyDocument"),
    ),
    "AWS::ECR::PublicRepository": Way(
        get="ecr-public get-repository-policy --region us-east-1 "
        "--repository-name {id} --query policyText",
        put="ecr-public set-repository-policy --region us-east-1 "
        "--repository-name {id} --policy-text file://{file}",
        delete="ecr-public delete-repository-policy --region us-east-1 "
        "--repository-name {id}",
        terraform=("aws_ecrpublic_repository_policy", "policy"),
        cloudformation=("AWS::ECR::PublicRepository", "RepositoryPolicyText"),
    ),
    "AWS::ECR::Repository": Way(
        get="ecr get-repository-policy --repository-name {id} --query policyText",
        put="ecr set-repository-policy --repository-name {id} "
        "--policy-text file://{file}",
        delete="ecr delete-repository-policy --repository-name {id}",
        terraform=("aws_ecr_repository_policy", "policy"),
        cloudformation=("AWS::ECR::Repository", "RepositoryPolicyText"),
    ),
    "AWS::EFS::FileSystem": Way(
        get="efs describe-file-system-policy --file-system-id {id} --query Policy",
        put="efs put-file-system-policy --file-system-id {id} --policy file://{file}",
        delete="efs delete-file-system-policy --file-system-id {id}",
        terraform=("aws_efs_file_system_policy", "policy"),
        cloudformation=("AWS::EFS::FileSystem", "FileSystemPolicy"),
    ),
    "AWS::EventSchemas::Registry": Way(
        get="schemas get-resource-policy --registry-name {id} --query Policy",
        put="schemas put-resource-policy --registry-name {id} --policy file://{file}",
        delete="schemas delete-resource-policy --registry-name {id}",
        terraform=("aws_schemas_registry_policy", "policy"),
        cloudformation=("AWS::EventSchemas::RegistryPolicy", "Policy"),
    ),
    "AWS::Events::EventBus": Way(
        get="events describe-event-bus --name {id} --query Policy",
        put="events put-permission --event-bus-name {id} --policy file://{file}",
        delete="events remove-permission --event-bus-name {id} "
        "--remove-all-permissions",
        terraform=("aws_cloudwatch_event_bus_policy", "policy"),
        cloudformation=("AWS::Events::EventBus", "Policy"),
    ),
    "AWS::Glacier::Vault": Way(
        get="glacier get-vault-access-policy --account-id - --vault-name {id} "
        "--query policy.Policy",
        put="glacier set-vault-access-policy --account-id - --vault-name {id} "
        "--policy file://{file}",
        delete="glacier delete-vault-access-policy --account-id - --vault-name {id}",
        attribute="Policy",
        terraform=("aws_glacier_vault", "access_policy"),
    ),
    "AWS::Glue::DataCatalog": Way(
        get="glue get-resource-policy --query PolicyInJson",
        put="glue put-resource-policy --policy-in-json file://{file}",
        delete="glue delete-resource-policy",
        terraform=("aws_glue_resource_policy", "policy"),
    ),
    "AWS::KMS::Key": Way(
        get="kms get-key-policy --key-id {arn} --policy-name default --query Policy",
        put="kms put-key-policy --key-id {arn} --policy-name default "
        "--policy file://{file}",
        terraform=("aws_kms_key_policy", "policy"),
        cloudformation=("AWS::KMS::Key", "KeyPolicy"),
    ),
    "AWS::Kinesis::Stream": _by_arn(
        "kinesis",
        terraform="aws_kinesis_resource_policy",
        cloudformation=("AWS::Kinesis::ResourcePolicy", "ResourcePolicy"),
    ),
    "AWS::Lambda::Function": Way(
        get="lambda get-policy --function-name {arn} --query Policy",
        put="lambda put-resource-policy --resource-arn {arn} --policy file://{file}",
        delete="lambda delete-resource-policy --resource-arn {arn}",
    ),
    "AWS::Lambda::LayerVersion": Way(
        get="lambda get-layer-version-policy --layer-name {first} "
        "--version-number {last} --query Policy",
        undo_statement="lambda remove-layer-version-permission --layer-name {first} "
        "--version-number {last} --statement-id {sid}",
    ),
    **LOGS,
    "AWS::MSK::Cluster": Way(
        get="kafka get-cluster-policy --cluster-arn {arn} --query Policy",
        put="kafka put-cluster-policy --cluster-arn {arn} --policy file://{file}",
        delete="kafka delete-cluster-policy --cluster-arn {arn}",
        terraform=("aws_msk_cluster_policy", "policy"),
        cloudformation=("AWS::MSK::ClusterPolicy", "Policy"),
    ),
    "AWS::OpenSearchService::Domain": Way(
        get="opensearch describe-domain-config --domain-name {id} "
        "--query DomainConfig.AccessPolicies.Options",
        put="opensearch update-domain-config --domain-name {id} "
        "--access-policies file://{file}",
        delete="opensearch update-domain-config --domain-name {id} "
        "--access-policies ''",
        terraform=("aws_opensearch_domain_policy", "access_policies"),
        cloudformation=("AWS::OpenSearchService::Domain", "AccessPolicies"),
    ),
    "AWS::Organizations::ResourcePolicy": Way(
        get="organizations describe-resource-policy --query ResourcePolicy.Content",
        put="organizations put-resource-policy --content file://{file}",
        delete="organizations delete-resource-policy",
        terraform=("aws_organizations_resource_policy", "content"),
        cloudformation=("AWS::Organizations::ResourcePolicy", "Content"),
    ),
    "AWS::S3::AccessPoint": Way(
        get="s3control get-access-point-policy --account-id {account} --name {id} "
        "--query Policy",
        put="s3control put-access-point-policy --account-id {account} --name {id} "
        "--policy file://{file}",
        delete="s3control delete-access-point-policy --account-id {account} "
        "--name {id}",
        terraform=("aws_s3control_access_point_policy", "policy"),
        cloudformation=("AWS::S3::AccessPoint", "Policy"),
    ),
    "AWS::S3::Bucket": _BUCKET,
    # Its calls are all answered in Oregon.
    # https://docs.aws.amazon.com/AmazonS3/latest/userguide/MrapOperations.html
    "AWS::S3::MultiRegionAccessPoint": Way(
        get="s3control get-multi-region-access-point-policy --region us-west-2 "
        "--account-id {account} --name {called} --query Policy.Established.Policy",
        put="s3control put-multi-region-access-point-policy --region us-west-2 "
        """--account-id {account} --details "$(python3 -c 'import json, sys; """
        """print(json.dumps({"Name": sys.argv[1], "Policy": open(sys.argv[2]).read()"""
        """}))' {called} {file})\"""",
        terraform=("aws_s3control_multi_region_access_point_policy", "policy"),
        cloudformation=("AWS::S3::MultiRegionAccessPointPolicy", "Policy"),
    ),
    "AWS::S3Express::DirectoryBucket": Way(
        get=_BUCKET.get,
        put=_BUCKET.put,
        delete=_BUCKET.delete,
        terraform=("aws_s3_bucket_policy", "policy"),
        cloudformation=("AWS::S3Express::BucketPolicy", "PolicyDocument"),
    ),
    "AWS::SES::EmailIdentity": Way(
        get="sesv2 get-email-identity-policies --email-identity {id} "
        "--query {policy_named}",
        put="sesv2 update-email-identity-policy --email-identity {id} "
        "--policy-name {policy} --policy file://{file}",
        delete="sesv2 delete-email-identity-policy --email-identity {id} "
        "--policy-name {policy}",
        terraform=("aws_ses_identity_policy", "policy"),
    ),
    "AWS::SNS::Topic": Way(
        get="sns get-topic-attributes --topic-arn {arn} --query Attributes.Policy",
        put="sns set-topic-attributes --topic-arn {arn} --attribute-name Policy "
        "--attribute-value file://{file}",
        terraform=("aws_sns_topic_policy", "policy"),
        cloudformation=("AWS::SNS::TopicPolicy", "PolicyDocument"),
    ),
    "AWS::SQS::Queue": Way(
        get=f"sqs get-queue-attributes --queue-url {_QUEUE} --attribute-names Policy "
        "--query Attributes.Policy",
        put=f"sqs set-queue-attributes --queue-url {_QUEUE} --attributes file://{{file}}",
        delete=f"sqs set-queue-attributes --queue-url {_QUEUE} --attributes Policy=",
        attribute="Policy",
        terraform=("aws_sqs_queue_policy", "policy"),
        cloudformation=("AWS::SQS::QueuePolicy", "PolicyDocument"),
    ),
    "AWS::SSM::Parameter": Way(
        get="ssm get-resource-policies --resource-arn {arn} --query {policy_itself}",
        put="ssm put-resource-policy --resource-arn {arn} --policy file://{file} "
        f"--policy-id {{policy}} --policy-hash {_PARAMETER}",
        delete="ssm delete-resource-policy --resource-arn {arn} "
        f"--policy-id {{policy}} --policy-hash {_PARAMETER}",
    ),
    "AWS::SecretsManager::Secret": Way(
        get="secretsmanager get-resource-policy --secret-id {arn} "
        "--query ResourcePolicy",
        put="secretsmanager put-resource-policy --secret-id {arn} "
        "--resource-policy file://{file}",
        delete="secretsmanager delete-resource-policy --secret-id {arn}",
        terraform=("aws_secretsmanager_secret_policy", "policy"),
        cloudformation=("AWS::SecretsManager::ResourcePolicy", "ResourcePolicy"),
    ),
    "AWS::VpcLattice::Service": _LATTICE,
    "AWS::VpcLattice::ServiceNetwork": _LATTICE,
}
