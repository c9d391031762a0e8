"""Serve the invented organization as AWS serves a real one."""

from __future__ import annotations

import argparse
from typing import Any

from django.core.management.base import BaseCommand, CommandError


class Command(BaseCommand):
    """Listens on 127.0.0.1 until it is stopped."""

    help = "Serve the demo organization at a local AWS endpoint."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Take the port and the state."""
        parser.add_argument("--port", type=int, default=5999)
        parser.add_argument(
            "--held", type=int, metavar="FD", help="serve a socket that listens already"
        )
        parser.add_argument(
            "--later", action="store_true", help="start three months later"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        """Serve."""
        try:
            from accessmap.demo import endpoint, server
        except ModuleNotFoundError as error:
            raise CommandError(
                f"The demo needs {error.name}, which a production set-up leaves out. "
                "Run `make install`."
            ) from error
        try:
            http = server.make(
                options["port"], held=options["held"], is_later=options["later"]
            )
        except (OSError, SystemExit) as error:
            raise CommandError(
                f"Port {options['port']} is in use. Choose another with --port."
            ) from error
        self.stdout.write("The demo AWS is up. Let boto3 find it with:")
        for name, value in endpoint.settings_for(http.port).items():
            self.stdout.write(f"  export {name}={value}")
        self.stdout.flush()
        try:
            http.serve_forever()
        except KeyboardInterrupt:
            self.stdout.write("The demo AWS has stopped.")
