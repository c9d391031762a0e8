"""How one entry is taken out of a list that AWS keeps, by the type of the resource."""

from __future__ import annotations

from collections.abc import Mapping

LISTS: Mapping[str, str] = {
    "AWS::Config::AggregationAuthorization": "configservice "
    "delete-aggregation-authorization --authorized-account-id {first} "
    "--authorized-aws-region {last}",
    "AWS::EC2::Image": "ec2 modify-image-attribute --image-id {id} "
    "--launch-permission {removing}",
    "AWS::EC2::Snapshot": "ec2 modify-snapshot-attribute --snapshot-id {id} "
    "--create-volume-permission {removing}",
    "AWS::EC2::VPCEndpointService": "ec2 modify-vpc-endpoint-service-permissions "
    "--service-id {id} --remove-allowed-principals {who}",
    "AWS::EKS::Cluster": "eks delete-access-entry --cluster-name {id} "
    "--principal-arn {who}",
    "AWS::LakeFormation::Resource": "lakeformation revoke-permissions "
    "--cli-input-json {json}",
    "AWS::RAM::ResourceShare": "ram disassociate-resource-share "
    "--resource-share-arn {arn} --principals {who}",
    "AWS::RDS::DBClusterSnapshot": "rds modify-db-cluster-snapshot-attribute "
    "--db-cluster-snapshot-identifier {id} --attribute-name restore "
    "--values-to-remove {who}",
    "AWS::RDS::DBSnapshot": "rds modify-db-snapshot-attribute "
    "--db-snapshot-identifier {id} --attribute-name restore --values-to-remove {who}",
    "AWS::Redshift::DataShare": "redshift deauthorize-data-share "
    "--data-share-arn {arn} --consumer-identifier {who}",
    "AWS::Redshift::Snapshot": "redshift revoke-snapshot-access "
    "--snapshot-cluster-identifier {first} --snapshot-identifier {last} "
    "--account-with-restore-access {who}",
    "AWS::S3::AccessGrant": "s3control delete-access-grant --account-id {account} "
    "--access-grant-id {last}",
    "AWS::SSM::Document": "ssm modify-document-permission --name {id} "
    "--permission-type Share --account-ids-to-remove {who}",
    "AWS::ServiceCatalog::Portfolio": "servicecatalog delete-portfolio-share "
    "--portfolio-id {id} {node}",
}
