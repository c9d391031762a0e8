#!/usr/bin/env python
"""Run AccessMap's commands: `manage.py help` lists them."""

from __future__ import annotations

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line
from django.db import DatabaseError


def main() -> None:
    """Run one command; say what is wrong in a sentence where we can."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "accessmap.settings")
    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        sys.exit(f"accessmap: {error}")
    except DatabaseError as error:
        from accessmap.outage import is_outage, sentence

        if not is_outage(error) or "--traceback" in sys.argv:
            raise
        sys.exit(f"accessmap: {sentence(error)}")


if __name__ == "__main__":
    main()
