"""Run the whole of AccessMap on an invented organization."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import threading
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from accessmap import broker
from accessmap.demo import accounts, endpoint, people
from accessmap.demo.processes import DemoStopped, Processes, manage
from accessmap.demo.state import DemoState
from accessmap.management.commands.sign_in_link import link_for
from accessmap.models import Crawl, User

AWS_PORT = 5998
# Something of the demo is meant to be unreadable: 3 is as good as 0.
CRAWLED = (0, 3)


def first_campaign() -> list[str]:
    """Return the terms of the review that is under way when the demo begins."""
    due_on = timezone.localdate() + timedelta(days=14)
    return [
        *("--name", _("Vendors and strangers")),
        *("--query", "verdict=external&verdict=any-account&verdict=public"),
        *("--due", due_on.isoformat()),
        *("--by", people.username(accounts.AIKO)),
        *("--fallback", people.username(accounts.KEN)),
        *("--limitation", _("old-pos refuses to be read; its owner closes it in May.")),
    ]


class Command(BaseCommand):
    """Starts everything, says where it is, and stops everything on Ctrl-C."""

    help = "Serve AccessMap with an invented organization, crawled and drawn."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Run until stopped."""
        stopped = threading.Event()
        for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(each, lambda *_: stopped.set())
        if not endpoint.is_free(settings.PORT):
            raise CommandError(
                _("Port %(port)s is in use. Serve elsewhere: PORT=%(other)s make demo")
                % {"port": settings.PORT, "other": settings.PORT + 123}
            )
        call_command("migrate", interactive=False, verbosity=0)
        self._refuse_other_organization()
        state = DemoState.load()
        aws = endpoint.listen(state.port or AWS_PORT)
        state.port = endpoint.port_of(aws)
        state.save()
        people.introduce()
        try:
            with Processes(endpoint.environment(state.port)) as processes:
                self._start(processes, state, aws)
                self._greet()
                while not stopped.wait(1):
                    processes.refuse_dead()
                self.stdout.write(_("Stopping …"))
        except DemoStopped as died:
            raise CommandError(str(died)) from died

    def _refuse_other_organization(self) -> None:
        """Keep the invented and the real apart."""
        if other := people.other_organization():
            raise CommandError(
                _(
                    "This database holds the organization %(id)s, and the demo would "
                    "mix with it. Set ACCESSMAP_DATA_DIR to a new folder."
                )
                % {"id": other}
            )

    def _start(
        self, processes: Processes, state: DemoState, aws: socket.socket
    ) -> None:
        """Start one after the other, in the order they need each other."""
        if not broker.answers():
            processes.start("broker", manage("broker"))
        later = ["--later"] if state.is_later else []
        serve = manage("demo_aws", "--held", str(aws.fileno()), *later)
        processes.start("aws", serve, given=aws)
        if broker.is_ours():
            processes.wait_for("broker", broker.answers)
        processes.wait_for("aws", lambda: endpoint.answers(state.port))
        if not Crawl.objects.finished().exists():
            self._run(processes, manage("crawl"), CRAWLED)
            # A command of the reviews; here nobody knows more of them than its name.
            self._run(processes, manage("open_campaign", *first_campaign()), (0,))
        web = ["-m", "gunicorn", "accessmap.wsgi", "--workers", "2", "--threads", "4"]
        bind = ["--bind", f"{endpoint.HOST}:{settings.PORT}"]
        processes.start("web", [sys.executable, *web, *bind])
        queues = ("crawl", "reviews")
        for name in ("worker-1", "worker-2"):
            processes.start(name, manage("rqworker", *queues, "--with-scheduler"))
        schedule = settings.BASE_DIR / "reviews" / "schedule.py"
        processes.start("scheduler", manage("rqcron", str(schedule)))
        processes.wait_for("web", lambda: endpoint.answers(settings.PORT))

    def _run(
        self, processes: Processes, command: list[str], good: tuple[int, ...]
    ) -> None:
        """Run a command to its end, in front of whoever watches."""
        self.stdout.flush()
        done = subprocess.run(  # noqa: S603 (our own command)
            command, env=processes.environment, check=False
        )
        if done.returncode not in good:
            raise DemoStopped(_("The demo could not be filled; see above."))

    def _greet(self) -> None:
        """Say where it is, and let three people in."""
        write = self.stdout.write
        write("")
        write(_("Kitsune Foods is at %(url)s") % {"url": settings.PUBLIC_URL})
        write(_("Sign in by one of these links; each works once:"))
        for email in people.GREETED:
            person = User.objects.get(email=email)
            who = f"{person.full_name}, {person.get_role_display()}"
            write(f"  {who:<24} {link_for(person)}")
        write(
            _("Three months later: make demo-later. Logs: %(folder)s. Ctrl-C stops.")
            % {"folder": settings.DATA_DIR}
        )
        self.stdout.flush()
