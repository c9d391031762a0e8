from __future__ import annotations

import pytest

from accessmap.aws import pace
from accessmap.aws.pace import BURST, LOWEST, START, Bucket
from accessmap.aws.watch import Watch, watching
from tests.accessmap.aws_world import World, denied_json, fault
from tests.accessmap.crawl.crawling import coverage, crawl

THROTTLED = (None, {"Error": {"Code": "ThrottlingException"}})
GLAD = (None, {})
KEYS = "needs-retry.kms.ListKeys"
SEND = "before-send.kms.ListKeys"


@pytest.fixture(autouse=True)
def _anew() -> None:
    pace.forget()


def test_a_burst_goes_at_once_and_what_follows_waits() -> None:
    bucket = Bucket(filled_at=0.0)
    assert all(bucket.take(0.0) == 0 for _ in range(int(BURST)))
    assert bucket.take(0.0) == pytest.approx(1 / START)
    assert bucket.take(1.0) == 0  # it has filled again


def test_being_slowed_down_halves_the_pace_down_to_a_floor() -> None:
    for _ in range(20):
        pace.answered(THROTTLED, 1, KEYS)
    bucket = pace.bucket("kms")
    assert bucket.rate == LOWEST
    assert bucket.take(bucket.filled_at) == pytest.approx(1 / LOWEST)


def test_glad_answers_open_it_again() -> None:
    pace.answered(THROTTLED, 1, KEYS)
    slow = pace.bucket("kms").rate
    pace.answered(GLAD, 1, KEYS)
    assert pace.bucket("kms").rate > slow


def test_one_accounts_limits_are_not_anothers() -> None:
    with watching(Watch(account_id="1")):
        pace.answered(THROTTLED, 1, KEYS)
        assert pace.bucket("kms").rate < START
        assert pace.bucket("iam").rate == START
    with watching(Watch(account_id="2")):
        assert pace.bucket("kms").rate == START


def test_a_slowed_call_is_tried_again_and_not_for_ever() -> None:
    assert pace.answered(THROTTLED, 1, KEYS) == pytest.approx(2 / START)
    assert pace.answered(THROTTLED, pace.PATIENCE, KEYS) is None
    assert pace.answered(None, 1, KEYS) is None  # no answer at all: botocore's to judge


@pytest.mark.aws
def test_a_crawl_that_is_slowed_down_once_slows_down_itself(world: World) -> None:
    left = [1]

    def slow(_request: object) -> object:
        left[0] -= 1
        return denied_json(code="ThrottlingException") if left[0] >= 0 else None

    with fault("kms", "ListKeys", slow):
        done = crawl({"accounts": [world.payments], "services": ["kms"]})

    assert coverage(done, world.payments, "kms").is_complete
    with watching(Watch(account_id=world.payments)):
        assert pace.bucket("kms").rate < START
