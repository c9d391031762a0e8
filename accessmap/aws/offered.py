"""Services that AWS does not offer in a region: their address is nobody's.

The SDK's own list lags behind AWS, so a region that it lacks is asked all the same.
Only where the service's name does not exist either, while the region's others do, is
it believed; and then remembered, for asking a name that is none takes long.

AWS: https://docs.aws.amazon.com/general/latest/gr/rande.html
"""

from __future__ import annotations

import socket
from functools import cache
from urllib.parse import urlsplit

from botocore.exceptions import EndpointConnectionError

from accessmap.aws.errors import Failure
from accessmap.aws.session import session

NOT_OFFERED = Failure(
    "region-off", "AWS does not offer this service in this region, so nothing is in it."
)
_known: set[tuple[str, str]] = set()


@cache
def _is_listed(service: str, region: str) -> bool:
    """Say whether the SDK knows the service in the region, or knows neither."""
    partitions = session().get_available_partitions()
    for partition in partitions:
        known = session().get_available_regions(service, partition)
        if region in session().get_available_regions("ec2", partition):
            return not known or region in known
    return True


def _exists(host: str) -> bool:
    """Say whether a name is anybody's."""
    try:
        socket.getaddrinfo(host, 443)
    except socket.gaierror:
        return False
    return True


def is_known_to_be_missing(service: str, region: str) -> bool:
    """Say whether this process has found before that there is no such place."""
    return (service, region) in _known


def is_missing(service: str, region: str, error: Exception) -> bool:
    """Say whether ``error`` means that AWS does not offer the service there."""
    if not isinstance(error, EndpointConnectionError) or not region:
        return False
    if _is_listed(service, region):
        return False
    host = urlsplit(str(error.kwargs.get("endpoint_url", ""))).hostname or ""
    suffix = host.partition(f".{region}.")[2]
    if not suffix or _exists(host) or not _exists(f"sts.{region}.{suffix}"):
        return False
    _known.add((service, region))
    return True


def forget() -> None:
    """Begin anew, as a new process does."""
    _known.clear()
