"""A crawl by real workers: a real Valkey, processes of their own, moto as a server."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator

import pytest
from django.test import override_settings
from moto.server import ThreadedMotoServer

from accessmap import jobs
from accessmap.crawl.bell import BrokerDown
from accessmap.crawl.start import start_crawl
from accessmap.models import Crawl
from tests.accessmap import aws_world
from tests.accessmap.aws_world import REGION, World
from tests.accessmap.crawl.crawling import crawl
from tests.accessmap.outside import Outside, outside

__all__ = ["outside", "world"]
pytestmark = pytest.mark.aws
world = aws_world.world
START = (
    "import django; django.setup()\n"
    "from accessmap import jobs\n"
    "jobs.start_scheduled_crawl()\n"
)
# As many scopes as tell whether workers can do it.
START_SOME = (
    "import django; django.setup()\n"
    "from accessmap.crawl.start import start_crawl\n"
    "wanted = ['accessanalyzer', 'iam', 'kms', 's3']\n"
    "start_crawl(trigger='schedule', selection={'services': wanted})\n"
)


@pytest.fixture
def served(
    outside: Outside,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> Iterator[World]:
    caplog.set_level(logging.WARNING, "werkzeug")
    server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    address = f"http://{host}:{port}"
    outside.see(address, REGION)
    monkeypatch.setenv("AWS_ENDPOINT_URL", address)
    try:
        yield aws_world.build()
    finally:
        server.stop()


def test_workers_crawl_from_one_bell(outside: Outside, served: World) -> None:
    assert outside.manage("migrate", "--verbosity=0").returncode == 0

    assert outside.python("-c", START_SOME).returncode == 0
    worked = outside.manage("rqworker", "crawl", "--burst")

    assert worked.returncode == 0, worked.stderr
    [(scopes,)] = outside.ask("select count(*) from accessmap_scope")
    assert 0 < worked.stderr.count(" crawl: accessmap.jobs.run_scopes(") < scopes
    [(state, trigger)] = outside.ask("select state, trigger from accessmap_crawl")
    assert (state, trigger) == ("partial", "schedule")  # moto has no Access Analyzer
    [(left,)] = outside.ask(
        "select count(*) from accessmap_scope where state != 'done'"
    )
    assert left == 0
    outcomes = dict(
        outside.ask(
            "select collector, outcome from accessmap_coverage "
            f"where account_id = '{served.payments}'",
        )
    )
    assert outcomes == {
        "access_analyzer": "failed",
        "iam": "complete",
        "iam_last_accessed": "failed",  # moto has no such report
        "iam_providers": "complete",
        "kms": "complete",
        "s3": "complete",
        "s3_directory_buckets": "failed",  # moto lists ordinary ones, which we refuse
    }
    assert outside.ask("select count(*) from accessmap_grant")[0][0] > 0


def test_a_flushed_queue_is_filled_again(outside: Outside) -> None:
    assert outside.manage("migrate", "--verbosity=0").returncode == 0
    assert outside.python("-c", START).returncode == 0
    outside.connection.flushall()

    again = "import django; django.setup()\nfrom accessmap import jobs\njobs.sweep()\n"
    assert outside.python("-c", again).returncode == 0

    assert outside.connection.llen("rq:queue:crawl") == 1


@pytest.mark.django_db(transaction=True)
def test_without_a_broker_the_crawl_is_noted_and_can_go_on() -> None:
    queues = {"crawl": {"URL": "redis://:secret@127.0.0.1:1/0"}}
    with (
        override_settings(REDIS_URL="redis://:secret@127.0.0.1:1/0"),
        pytest.MonkeyPatch.context() as patch,
    ):
        patch.setattr("django_rq.settings.QUEUES", queues)
        with pytest.raises(BrokerDown) as refused:
            start_crawl(trigger="page")

    assert "127.0.0.1:1/0 cannot be reached" in str(refused.value)
    assert "secret" not in str(refused.value)
    assert Crawl.objects.get().state == Crawl.State.RUNNING


def test_the_command_goes_on_with_what_a_page_began(world: World) -> None:
    begun = start_crawl(trigger="page")

    done = crawl()

    assert done.pk == begun.pk
    assert json.dumps(done.selection) == "{}"


def test_a_crawl_with_nothing_left_is_finished_once(world: World) -> None:
    done = crawl()
    at = done.finished_at

    jobs.finish_crawl(done.pk)
    jobs.sweep()

    done.refresh_from_db()
    assert done.finished_at == at
