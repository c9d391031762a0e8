"""Every fault, on an empty and on a full database: nothing real is called absent."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from accessmap.aws import assume
from accessmap.models import Coverage, Crawl
from tests.accessmap.aws_world import World
from tests.accessmap.crawl.catalogue import Fault, catalogue
from tests.accessmap.crawl.crawling import crawl, nothing_ended
from tests.accessmap.crawl.truth import truth, unexplained

pytestmark = [pytest.mark.aws, pytest.mark.fault]
HERE = {"services": ["iam", "s3", "kms"]}


def faults() -> Iterator[Any]:
    for each in catalogue():
        marks = [] if each.is_quick else [pytest.mark.deep]
        yield pytest.param(each, id=each.name.replace(" ", "-"), marks=marks)


def disturbed(world: World, fault: Fault) -> Crawl:
    """Crawl while the fault lasts, with credentials not yet taken."""
    assume.forget()
    with fault.inject(world):
        done = crawl(HERE)
    assume.forget()
    return done


def is_told(done: Crawl) -> bool:
    """Say whether a crawl owns up: it is complete, or says what it lacks."""
    if done.state == Crawl.State.COMPLETE:
        return not Coverage.objects.filter(crawl=done).incomplete().exists()
    lacks = Coverage.objects.filter(crawl=done).incomplete()
    return bool(done.error) or lacks.exists()


@pytest.mark.parametrize("fault", list(faults()))
def test_it_is_held(world: World, fault: Fault) -> None:
    first = disturbed(world, fault)
    seen = truth()
    crawl(HERE)
    whole = truth()

    assert unexplained(seen, whole, first) == []
    assert is_told(first)
    assert nothing_ended()

    again = disturbed(world, fault)

    assert truth() == whole
    assert is_told(again)
    assert nothing_ended()
