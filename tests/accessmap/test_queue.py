"""Whoever can write to the broker still runs nothing but our doors. Real Valkey."""

from __future__ import annotations

import json
import pickle
import socketserver
import threading
from collections.abc import Iterator

import pytest
from rq import Queue
from rq.job import Job, JobStatus
from rq.serializers import JSONSerializer

from accessmap.queue import AllowedJob, JobRefused
from tests.accessmap.outside import Outside, outside

__all__ = ["outside"]


class Listener(socketserver.BaseRequestHandler):
    """Notes that somebody called."""

    calls: list[bytes] = []

    def handle(self) -> None:
        self.calls.append(self.request.recv(1024))


@pytest.fixture
def trap() -> Iterator[str]:
    with socketserver.TCPServer(("127.0.0.1", 0), Listener) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/"
        server.shutdown()


def forge(outside: Outside, name: str, data: bytes, **fields: str) -> None:
    """Write a job as somebody would who has only the broker's address."""
    forged: dict[str, bytes | str] = {
        "created_at": "2026-11-23T00:00:00.000000Z",
        "enqueued_at": "2026-11-23T00:00:00.000000Z",
        "origin": "crawl",
        "status": "queued",
        "timeout": "60",
        "data": data,
        **fields,
    }
    outside.connection.hset(f"rq:job:{name}", mapping=forged)  # type: ignore[arg-type]
    outside.connection.rpush("rq:queue:crawl", name)
    outside.connection.sadd("rq:queues", "rq:queue:crawl")


def call(function: str, *args: str) -> bytes:
    return json.dumps([function, None, args, {}]).encode()


def status(outside: Outside, name: str) -> JobStatus | None:
    job = AllowedJob.fetch(
        name, connection=outside.connection, serializer=JSONSerializer
    )
    return job.get_status()


def test_a_worker_runs_our_doors_and_nothing_else(outside: Outside, trap: str) -> None:
    assert outside.manage("migrate", "--verbosity=0").returncode == 0
    touched = outside.folder / "touched"
    touch = f"touch {touched}"
    door = call("accessmap.jobs.sweep")
    hook = json.dumps([{"url": trap, "job_status": "finished"}])
    forge(outside, "pickle", pickle.dumps(("os.system", None, (touch,), {})))
    forge(outside, "foreign", call("os.system", touch))
    forge(outside, "imported", call("accessmap.jobs.run.settle", touch))
    forge(outside, "success", door, success_callback_name="os.system")
    forge(outside, "failure", call("os.x"), failure_callback_name="os.system")
    forge(outside, "stopped", door, stopped_callback_name="os.system")
    forge(outside, "webhook", door, webhooks=hook)
    forge(outside, "garbage", b"\x00not json")
    Queue(
        "crawl",
        connection=outside.connection,
        serializer=JSONSerializer,
        job_class=AllowedJob,
    ).enqueue("accessmap.jobs.sweep", job_id="honest")

    done = outside.manage("rqworker", "crawl", "--burst")

    assert done.returncode == 0, done.stderr
    assert status(outside, "honest") == JobStatus.FINISHED
    assert status(outside, "success") == JobStatus.FINISHED
    assert status(outside, "webhook") == JobStatus.FINISHED
    for name in ("pickle", "garbage", "foreign", "imported", "failure"):
        assert status(outside, name) == JobStatus.FAILED
    assert not touched.exists()
    assert Listener.calls == []
    assert outside.connection.llen("rq:queue:crawl") == 0


@pytest.mark.parametrize(
    "function",
    [
        "os.system",
        "accessmap.jobs._private",
        "accessmap.crawl.run.run_scope",
        "accessmap.jobs.start",
        "system",
    ],
)
def test_a_function_that_is_no_door_is_refused(outside: Outside, function: str) -> None:
    job = AllowedJob(
        "refused", connection=outside.connection, serializer=JSONSerializer
    )
    job.data = call(function)

    with pytest.raises(JobRefused, match="is not a job of AccessMap"):
        _ = job.func


def test_our_own_doors_are_open(outside: Outside) -> None:
    job: Job = AllowedJob(
        "open", connection=outside.connection, serializer=JSONSerializer
    )
    job.data = call("accessmap.jobs.run_scopes", "1")

    assert job.func.__name__ == "run_scopes"


def test_the_schedule_rings_in_json(outside: Outside) -> None:
    """RQ's own scheduler would enqueue pickles, which our workers refuse."""
    outside.connection.flushall()
    script = (
        "import django; django.setup()\n"
        "from django_rq.cron import DjangoCronScheduler\n"
        "scheduler = DjangoCronScheduler()\n"
        "scheduler.load_config_from_file('reviews/schedule.py')\n"
        "print([each.name for each in scheduler.enqueue_jobs()])\n"
    )
    done = outside.python("-c", script)

    assert done.stdout.splitlines()[-1:] == [
        (
            "['accessmap.jobs.sweep', 'reviews.jobs.apply_deadlines', "
            "'reviews.jobs.draw_second_looks', 'reviews.jobs.remind_reviewers', "
            "'reviews.jobs.send_notices', 'reviews.jobs.open_due_campaigns', "
            "'reviews.jobs.verify_removals']"
        )
    ], done.stderr
    name = outside.connection.lindex("rq:queue:crawl", 0)
    assert isinstance(name, bytes)
    job = AllowedJob.fetch(
        name.decode(), connection=outside.connection, serializer=JSONSerializer
    )
    assert job.func.__name__ == "sweep"
