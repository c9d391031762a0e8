"""How far something has come: a row instead of a signal."""

from __future__ import annotations

from django.db import models


class Cursor(models.Model):
    """A named position: the last crawl a job has taken, the last event's number.

    Whoever moves it holds its row for the rest of the transaction, so that numbers are
    given out once and a crawl is taken once, whatever runs twice.
    """

    EVENTS = "events"
    VERIFY_REMOVALS = "verify-removals"

    name = models.CharField(max_length=64, unique=True)
    position = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.name} at {self.position}"

    @classmethod
    def held(cls, name: str) -> Cursor:
        """Return the row, locked until the transaction ends; made if it is missing."""
        cls.objects.get_or_create(name=name)
        return cls.objects.select_for_update().get(name=name)
