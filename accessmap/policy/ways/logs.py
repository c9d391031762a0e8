"""How the policies of CloudWatch Logs are changed: of both kinds of destinations."""

from __future__ import annotations

from collections.abc import Mapping

from accessmap.policy.ways.way import Way

LOGS: Mapping[str, Way] = {
    "AWS::Logs::DeliveryDestination": Way(
        get="logs get-delivery-destination-policy --delivery-destination-name {id} "
        "--query policy.deliveryDestinationPolicy",
        put="logs put-delivery-destination-policy --delivery-destination-name {id} "
        "--delivery-destination-policy file://{file}",
        delete="logs delete-delivery-destination-policy "
        "--delivery-destination-name {id}",
        terraform=(
            "aws_cloudwatch_log_delivery_destination_policy",
            "delivery_destination_policy",
        ),
        cloudformation=(
            "AWS::Logs::DeliveryDestination",
            "DeliveryDestinationPolicy.DeliveryDestinationPolicy",
        ),
    ),
    "AWS::Logs::Destination": Way(
        get="logs describe-destinations --destination-name-prefix {id} "
        "--query 'destinations[0].accessPolicy'",
        put="logs put-destination-policy --destination-name {id} "
        "--access-policy file://{file}",
        terraform=("aws_cloudwatch_log_destination_policy", "access_policy"),
        cloudformation=("AWS::Logs::Destination", "DestinationPolicy"),
    ),
}
