"""What facts need by the clock; ``reviews/schedule.py`` runs it, and its own.

Times are UTC. Two schedulers at once do no harm: a crawl that is running is gone on
with, and a sweep is safe at any time.
"""

from __future__ import annotations

from functools import partial

import rq.cron
from croniter import croniter  # type: ignore[import-untyped]
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from rq.queue import Queue
from rq.serializers import JSONSerializer

from accessmap import jobs
from accessmap.queue import AllowedJob

# RQ's scheduler makes its queues itself, and with pickle; our workers read JSON only.
rq.cron.Queue = partial(  # type: ignore[attr-defined, assignment]
    Queue, serializer=JSONSerializer, job_class=AllowedJob
)

if not croniter.is_valid(settings.CRAWL_SCHEDULE):
    raise ImproperlyConfigured(
        f"ACCESSMAP_CRAWL_SCHEDULE is {settings.CRAWL_SCHEDULE!r}; it takes five "
        "fields as cron has them, such as 0 5 * * * for every day at 05:00 UTC."
    )
rq.cron.register(
    jobs.start_scheduled_crawl, queue_name="crawl", cron=settings.CRAWL_SCHEDULE
)
rq.cron.register(jobs.sign_ledger, queue_name="crawl", cron="7 * * * *")
# Work that died with its worker goes on within two minutes: leases last 90 seconds.
rq.cron.register(jobs.sweep, queue_name="crawl", interval=30, result_ttl=0)
