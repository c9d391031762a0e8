"""What no collector reads, said so that nobody takes it for read (docs/collectors.md).

Whoever adds a collector takes its line out; a test holds that.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

# Of these nothing is read: boto3's name, and what may be shared or has a policy.
SERVICES: Mapping[str, str] = MappingProxyType(
    {
        "appsync": "AppSync",
        "bedrock": "Bedrock",
        "cloudhsmv2": "CloudHSM backups",
        "datazone": "DataZone",
        "imagebuilder": "Image Builder",
        "lexv2-models": "Lex",
        "mediastore": "MediaStore",
        "network-firewall": "Network Firewall",
        "oam": "CloudWatch OAM sinks",
        "outposts": "Outposts",
        "payment-cryptography": "Payment Cryptography",
        "redshift-serverless": "Redshift Serverless snapshots",
        "rekognition": "Rekognition",
        "resource-explorer-2": "Resource Explorer views",
        "route53profiles": "Route 53 profiles",
        "s3outposts": "S3 on Outposts",
        "s3tables": "S3 Tables",
        "s3vectors": "S3 Vectors",
        "sagemaker": "SageMaker",
        "serverlessrepo": "Serverless Application Repository",
        "signer": "Signer",
    }
)
# Parts of services that are read, by AWS's name of the type.
TYPES: Mapping[str, str] = MappingProxyType(
    {
        "AWS::ApiGateway::Authorizer": "who an API's own authorizer lets in",
        "AWS::ApiGateway::DomainNameV2": (
            "private custom domains of API Gateway: who may call through them "
            "(`policy`) and who may reach them (`managementPolicy`)"
        ),
        "AWS::CloudTrail::EventDataStore": "CloudTrail Lake and its policies",
        "AWS::EC2::RouteTable": (
            "route tables, of transit gateways too, security groups and network "
            'ACLs: a link by network says "may be routed", never "reaches"'
        ),
        "AWS::EC2::VPNGateway": "VPN and Direct Connect gateways as links",
        "AWS::ECR::ReplicationConfiguration": (
            "registries that images are copied to (who may copy into ours stands "
            "in the registry's policy, which is read)"
        ),
        "AWS::EKS::PodIdentityAssociation": (
            "pods of EKS that go on to a role in another account (that role's "
            "trust policy is read, where the account is)"
        ),
        "AWS::IoT::Authorizer": (
            "IoT's custom authorizers and provisioning templates, single "
            "certificates and things: a policy tells how many carry it, up to "
            "1,000"
        ),
        "AWS::Lambda::Version": (
            "policies on numbered versions of functions (those of functions and "
            "aliases are read)"
        ),
        "AWS::Logs::LogGroup": "policies on single log groups",
        "AWS::Logs::SubscriptionFilter": (
            "subscription filters that send logs to another account (its "
            "destination's policy is read, where the account is)"
        ),
        "AWS::OpenSearchServerless::AccessPolicy": (
            "data access policies of OpenSearch Serverless, fine-grained access "
            "control of OpenSearch, and Kafka's own ACLs: kept inside the service"
        ),
        "AWS::OpenSearchService::VpcEndpointAccess": (
            "accounts that may make a VPC endpoint to an OpenSearch domain"
        ),
        "AWS::Redshift::EndpointAuthorization": (
            "accounts that may make an endpoint to a Redshift cluster; and data "
            "shares on the consumer's side"
        ),
        "AWS::S3::Object": "ACLs of single objects",
        "AWS::S3Express::AccessPoint": "access points of directory buckets",
        "AWS::S3ObjectLambda::AccessPoint": "access points of S3 Object Lambda",
        "AWS::VpcLattice::ResourceConfiguration": (
            "resource configurations of VPC Lattice (an endpoint to one is a link)"
        ),
    }
)
# What has no type of its own.
OTHERS = (
    "what a ConfigMap `aws-auth` lets into an EKS cluster: a gap on that cluster",
    (
        "StackSets: the role that one works through in a member is a role, and "
        "its trust is read"
    ),
    (
        "log files of trails ([why](adr/0013-log-files-are-imported.md)): the "
        "event history tells 90 days, and what was once read of it stays known. "
        "Whoever has a trail's log files gives them to `manage.py import`, packed"
        " as they are, the files of a day together: they show that a role was "
        "used, never that it was not"
    ),
    (
        "service last accessed of roles that let no other account in, and of "
        "users and groups: a job to start for each and to ask after"
    ),
    "the contact for billing, the primary contact of accounts, and telephone numbers",
)
