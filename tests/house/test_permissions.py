"""We only read AWS."""

from __future__ import annotations

import re

import pytest

from accessmap.aws.collector import Collector, all_collectors

READ = re.compile(r"^[a-z0-9-]+:(Get|List|Describe)[A-Za-z0-9]*$")


@pytest.mark.parametrize("name", sorted(all_collectors()))
def test_every_declared_permission_is_a_read(name: str) -> None:
    collector: Collector = all_collectors()[name]
    assert collector.permissions
    assert [each for each in collector.permissions if not READ.match(each)] == []
