"""Let three months pass in the running demo, and crawl again."""

from __future__ import annotations

import subprocess
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from accessmap.demo import endpoint
from accessmap.demo.processes import manage
from accessmap.demo.state import DemoState

CRAWLED = (0, 3)


class Command(BaseCommand):
    """What changed is then on the map: begun, ended, joined, left."""

    help = "Move the running demo three months on, and crawl it again."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Move on; crawl."""
        state = DemoState.load()
        if not state.port or not endpoint.answers(state.port):
            raise CommandError(_("The demo is not running. Start it: make demo"))
        endpoint.move_on(state.port)
        state.is_later = True
        state.save()
        done = subprocess.run(  # noqa: S603 (our own command)
            manage("crawl"), env=endpoint.environment(state.port), check=False
        )
        if done.returncode not in CRAWLED:
            raise CommandError(_("The crawl failed; see above."))
