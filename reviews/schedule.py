"""All that runs by the clock: ``manage.py rqcron reviews/schedule.py``.

Facts come first, in a file of their own that knows nothing of judgments.
"""

from __future__ import annotations

import rq.cron

import accessmap.schedule  # noqa: F401  (registers what facts need)
from reviews import jobs

rq.cron.register(jobs.apply_deadlines, queue_name="reviews", interval=600, result_ttl=0)
rq.cron.register(
    jobs.draw_second_looks, queue_name="reviews", interval=600, result_ttl=0
)
rq.cron.register(
    jobs.remind_reviewers, queue_name="reviews", interval=600, result_ttl=0
)
rq.cron.register(jobs.send_notices, queue_name="reviews", interval=60, result_ttl=0)
# Reviews look for finished crawls beyond their own cursor; looking in vain is cheap.
rq.cron.register(
    jobs.open_due_campaigns, queue_name="reviews", interval=10, result_ttl=0
)
rq.cron.register(jobs.verify_removals, queue_name="reviews", interval=60, result_ttl=0)
