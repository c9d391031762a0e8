"""Make a link that signs somebody in, once."""

from __future__ import annotations

import argparse
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse
from django.utils.translation import gettext as _
from sesame.utils import get_query_string

from accessmap.models import User


def link_for(person: User) -> str:
    """Return a link that works once, for a day."""
    path = reverse("accessmap:sign-in-link")
    return f"{settings.PUBLIC_URL}{path}{get_query_string(person)}"


class Command(BaseCommand):
    """``manage.py sign_in_link rin.takeda``."""

    help = "Print a link that signs one person in. It works once, for a day."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Take the name."""
        parser.add_argument("username")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Print the link alone, so that it can be piped."""
        person = User.objects.filter(username=options["username"]).first()
        if person is None:
            raise CommandError(
                _("Nobody signs in as %(name)s. `manage.py createsuperuser` makes one.")
                % {"name": options["username"]}
            )
        if not person.is_active:
            raise CommandError(
                _("%(name)s may not sign in any more.") % {"name": person}
            )
        self.stdout.write(link_for(person))
