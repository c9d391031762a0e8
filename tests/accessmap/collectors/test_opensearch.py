from __future__ import annotations

import pytest

from accessmap.aws.assume import enter
from tests import cast
from tests.accessmap.aws_world import REGION, World, lets_in
from tests.accessmap.collectors.seeing import policies, see

pytestmark = pytest.mark.aws


def test_it_reads_domains_five_to_a_call(world: World) -> None:
    client = world.client("opensearch", world.payments)
    text = lets_in(cast.TANUKI, "es:ESHttpGet")
    names = [f"search-{n}" for n in range(7)]
    for name in names:
        client.create_domain(DomainName=name, AccessPolicies=text)

    enter(world.payments)
    reading = see("opensearch", world.payments, REGION)

    head = f"arn:aws:es:{REGION}:{world.payments}:domain"
    assert policies(reading) == {f"{head}/{name}": text for name in names}
    # Names, tags, five domains, two domains.
    assert reading.watch.call_count == 4
