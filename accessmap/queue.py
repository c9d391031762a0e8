"""The job and worker classes that RQ uses here, both of them stricter than its own.

Whoever can write to the broker could otherwise run any function of any module in the
worker, through the job's function name, its callbacks, or its webhooks (RQ takes all
three from the job's Redis hash). So: functions from an allow-list, nothing else.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

from rq.job import Job
from rq.serializers import JSONSerializer
from rq.worker import Worker

ALLOWED_MODULES = frozenset({"accessmap.jobs", "reviews.jobs"})


class JobRefused(Exception):
    """A job names a function that is not one of our doors."""


class AllowedJob(Job):
    """A job that runs only a function of ``accessmap.jobs`` or ``reviews.jobs``."""

    @property
    def func(self) -> Any:
        """Return the function to run, or refuse."""
        module, _, name = str(self.func_name).rpartition(".")
        if module not in ALLOWED_MODULES or name.startswith("_"):
            raise JobRefused(f"{self.func_name} is not a job of AccessMap.")
        function = super().func
        # What such a module imports for itself is not a door either.
        if getattr(function, "__module__", "") != module:
            raise JobRefused(f"{self.func_name} is not a job of AccessMap.")
        return function

    @property
    def success_callback(self) -> None:
        """No callbacks: they would be one more way in."""

    @property
    def failure_callback(self) -> None:
        """No callbacks: they would be one more way in."""

    @property
    def stopped_callback(self) -> None:
        """No callbacks: they would be one more way in."""

    def send_webhooks(self, *_args: Any, **_kwargs: Any) -> None:
        """No webhooks: the worker calls AWS and nobody else."""


class JsonWorker(Worker):
    """A worker that reads JSON only; ``rqworker`` alone would fall back to pickle."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Force the serializer and the job class, whatever the command line says."""
        kwargs["serializer"] = JSONSerializer
        kwargs["job_class"] = AllowedJob
        # Imported once, before each job forks: boto3 alone takes half a second.
        for module in ALLOWED_MODULES:
            import_module(module)
        super().__init__(*args, **kwargs)
