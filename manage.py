#!/usr/bin/env python
"""Run AccessMap's commands: `manage.py help` lists them."""

from __future__ import annotations

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line
from django.db import DatabaseError

ENOUGH = 141  # as the shell says it of programs that SIGPIPE ended


def main() -> None:
    """Run one command; say what is wrong in a sentence where we can."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "accessmap.settings")
    try:
        execute_from_command_line(sys.argv)
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever read it, `head` say, has enough; nor must Python say so at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(ENOUGH)
    except ImproperlyConfigured as error:
        sys.exit(f"accessmap: {error}")
    except DatabaseError as error:
        from accessmap.outage import is_outage, sentence

        if not is_outage(error) or "--traceback" in sys.argv:
            raise
        sys.exit(f"accessmap: {sentence(error)}")


if __name__ == "__main__":
    main()
