"""Try one account or all: which permission is missing where, and what does it cost?"""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accessmap.crawl.doctor import Finding, examine, members_of
from accessmap.crawl.organization import read_organization
from accessmap.models import Account

NOTHING, A_PART = 1, 3
MOST_TYPES = 4
READABLE = {Account.State.ACTIVE, Account.State.UNKNOWN}


class Command(BaseCommand):
    """Exit status: 0 all is well, 3 something is missing, 1 nothing can be read."""

    help = (
        "Try one account or all: which permission is missing where, and what it costs "
        "in coverage. Stores nothing. Exit status 0 says nothing is missing, 3 "
        "something, 1 everything."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the accounts; none means all of the organization."""
        parser.add_argument("--account", action="append", default=[], metavar="ID")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Try, tell, and leave with what it came to."""
        members, accounts, is_ill = self._accounts(options["account"])
        self.names_untried = options["verbosity"] > 1
        shut = 0
        for account_id in accounts:
            found = list(examine(account_id, members))
            ill = [each for each in found if each.failure]
            is_ill = is_ill or bool(ill)
            shut += found[0].collector == "account"
            self._tell(account_id, found, ill)
        if shut == len(accounts):
            sys.exit(NOTHING)
        if is_ill:
            sys.exit(A_PART)

    def _accounts(self, named: list[str]) -> tuple[list[Account], list[str], bool]:
        """Return the members, whom to try, and whether a part of them is shut."""
        if named:
            members = list(Account.objects.present())
            if not members:
                self.stdout.write(
                    _(
                        "What one account tells of all was not tried: no crawl has "
                        "read which one it is. Without --account it is."
                    )
                )
            return members, named, False
        organization = read_organization(lambda: None)
        if organization.failure is not None:
            raise CommandError(
                _("The organization cannot be read. %(why)s Or name one --account.")
                % {"why": organization.failure.reason}
            )
        ill = [part for part in organization.parts.values() if part.failure]
        for part in ill:
            why = part.failure.reason if part.failure else ""
            self.stdout.write(f"{part.name}: {why}")
        readable = [
            each.account_id for each in organization.members if each.state in READABLE
        ]
        return members_of(organization), readable, bool(ill)

    def _tell(self, account_id: str, found: list[Finding], ill: list[Finding]) -> None:
        """Say how one account fares."""
        if not ill:
            self.stdout.write(_("%(account)s: all is well.") % {"account": account_id})
        self._tell_untried(account_id, found)
        self._tell_place(account_id, found)
        by_reason: dict[str, list[Finding]] = defaultdict(list)
        for each in ill:
            by_reason[each.failure.reason if each.failure else ""].append(each)
        for reason, same in by_reason.items():
            self.stdout.write(
                _("%(account)s: %(action)s fails. %(why)s Unknown stays: %(types)s.")
                % {
                    "account": account_id,
                    "action": same[0].action,
                    "why": reason,
                    "types": _some(
                        kind for each in same for kind in each.resource_types
                    ),
                }
            )

    def _tell_untried(self, account_id: str, found: list[Finding]) -> None:
        """Say how many permissions there was nothing for; name them if asked to."""
        untried = sorted({action for each in found for action in each.untried})
        if not untried:
            return
        line = ngettext(
            "%(account)s: %(n)d permission was not tried: nothing is there for it "
            "(--verbosity 2 names it).",
            "%(account)s: %(n)d permissions were not tried: nothing is there for them "
            "(--verbosity 2 names them).",
            len(untried),
        ) % {"account": account_id, "n": len(untried)}
        if self.names_untried:
            line += " " + ", ".join(untried)
        self.stdout.write(line)

    def _tell_place(self, account_id: str, found: list[Finding]) -> None:
        """Say in which of several regions the services were tried."""
        tried = next((each for each in found if each.region), None)
        if tried is None or tried.region_count <= 1:
            return
        self.stdout.write(
            _("%(account)s: of its %(n)d regions only %(region)s was tried.")
            % {"account": account_id, "n": tried.region_count, "region": tried.region}
        )


def _some(kinds: Iterable[str]) -> str:
    """Name the first few resource types, and say how many more there are."""
    named = list(dict.fromkeys(kinds))
    more = len(named) - MOST_TYPES
    first = ", ".join(named[:MOST_TYPES])
    if more <= 0:
        return first
    return _("%(named)s and %(more)d more") % {"named": first, "more": more}
