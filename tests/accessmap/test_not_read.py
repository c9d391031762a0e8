"""What is called not read is read by nothing."""

from __future__ import annotations

import boto3

from accessmap import not_read
from accessmap.aws.collector import all_collectors
from accessmap.generated import collectors


def test_no_collector_reads_such_a_service() -> None:
    asked = {each.service for each in all_collectors().values()}
    assert asked.isdisjoint(not_read.SERVICES)


def test_each_of_them_is_a_service_of_aws() -> None:
    known = set(boto3.Session().get_available_services())
    assert not_read.SERVICES.keys() - known == set()


def test_no_collector_sees_such_a_type() -> None:
    seen = {k for each in all_collectors().values() for k in each.resource_types}
    assert seen.isdisjoint(not_read.TYPES)


def test_the_page_of_what_is_read_says_all_of_it() -> None:
    page = collectors()
    for line in (*not_read.TYPES.values(), *not_read.OTHERS):
        assert f"* {line[0].upper()}{line[1:]}." in page
    for name in not_read.SERVICES.values():
        assert name in page
