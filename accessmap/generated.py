"""The files that are made from the code, so that they cannot be stale."""

from __future__ import annotations

import inspect
import json
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings
from django.core.management import get_commands, load_command_class

from accessmap import deploy, not_read
from accessmap.aws import narrow
from accessmap.aws.collector import Collector, all_collectors
from accessmap.crawl.organization import PERMISSIONS as ORGANIZATION
from accessmap.policy.rule import all_rules

NOTE = "<!-- Made by `make generate`; edit the code instead. -->"
OUR_APPS = ("accessmap", "reviews")


def table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """Return a Markdown table."""
    head = list(head)
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def bullets(lines: Iterable[str]) -> str:
    """Return a Markdown list."""
    return "\n".join(f"* {line[0].upper()}{line[1:]}." for line in lines)


def page(title: str, *parts: str) -> str:
    """Return a page that says it was made."""
    return "\n\n".join([f"# {title}", NOTE, *parts]) + "\n"


def first_line(thing: object) -> str:
    """Return the first line of a docstring."""
    return (inspect.getdoc(thing) or "").partition("\n")[0]


def collectors() -> str:
    """Return the page of collectors."""

    def row(collector: Collector) -> tuple[str, ...]:
        module = inspect.getmodule(type(collector))
        permissions = ", ".join(f"`{each}`" for each in collector.permissions)
        return (
            f"`{collector.name}`",
            ", ".join(f"`{each}`" for each in collector.resource_types),
            first_line(module),
            "each" if collector.is_regional else "global",
            permissions,
        )

    rows = [row(each) for each in all_collectors().values()]
    services = ", ".join(sorted(not_read.SERVICES.values(), key=str.lower))
    head = ("collector", "resource types", "what it reads", "regions", "permissions")
    return page(
        "What is read",
        table(head, rows),
        "Of the organization itself, in the account that AccessMap runs in: accounts "
        "with their state, units, tags of accounts, SCPs, RCPs, and delegated "
        "administrators. Each of these is a part of its own, with its own row of "
        "coverage.",
        ", ".join(f"`{each}`" for each in ORGANIZATION) + ".",
        "## What is not read",
        "No collector reads what is listed here: whom it lets in is not on the map and "
        "in no review, and that nothing of it is seen means nothing.",
        bullets(not_read.TYPES.values()),
        "Nothing at all of these services, of which some have policies and some are "
        f"shared by AWS RAM (what RAM shares is read): {services}.",
        bullets(not_read.OTHERS),
    )


def rules() -> str:
    """Return the page of rules."""
    rows = [
        (
            f"`{rule.id}`",
            rule.severity.value,
            rule.sentence["en"],
            rule.fix["en"],
            f"[AWS]({rule.reference})",
        )
        for rule in all_rules().values()
    ]
    return page(
        "Flags", table(("rule", "severity", "what it says", "fix", "source"), rows)
    )


def commands() -> str:
    """Return the page of commands."""
    ours = sorted(name for name, app in get_commands().items() if app in OUR_APPS)
    rows = [
        (f"`manage.py {name}`", load_command_class(get_commands()[name], name).help)
        for name in ours
    ]
    return page(
        "Commands",
        "`manage.py COMMAND --help` lists a command's options.",
        table(("command", "what it does"), rows),
    )


def block(document: object) -> str:
    """Return JSON as a Markdown block."""
    return f"```json\n{json.dumps(document, indent=2)}\n```"


LAKE = """\
settings=$(aws lakeformation get-data-lake-settings --query DataLakeSettings |
  jq -c '.ReadOnlyAdmins += [{"DataLakePrincipalIdentifier":
    "arn:aws:iam::<ACCOUNT>:role/AccessMapReadOnly"}]')
aws lakeformation put-data-lake-settings --data-lake-settings "$settings"\
"""


def iam_role() -> str:
    """Return the page of the roles that AccessMap asks for."""
    hub = "arn:aws:iam::<ACCESSMAP-ACCOUNT>"
    sessions = set(narrow.policies().values())
    may_assume = {
        **deploy.statement("AssumeReaders", ["sts:AssumeRole"]),
        "Resource": "arn:aws:iam::*:role/AccessMapReadOnly",
        "Condition": {"StringEquals": {"aws:ResourceOrgID": "<ORGANIZATION-ID>"}},
    }
    trust = deploy.trust_policy(
        f"{hub}:root", f"{hub}:role/AccessMap", "<ORGANIZATION-ID>", "<EXTERNAL-ID>"
    )
    return page(
        "The roles AccessMap asks for",
        "Ready-made in [deploy/](../deploy/): CloudFormation (a service-managed "
        "StackSet for the members, a stack for the management account, which StackSets "
        "leave out) and Terraform. Every allowed action is a read of configuration.",
        "In every account, a role `AccessMapReadOnly` with this policy:",
        block(deploy.member_policy()),
        "and this one, which holds even where somebody attaches more to the role. It "
        "names what we know to hand out data, not all that there is: attach nothing "
        "that you would not give us.",
        block(deploy.refusing_policy()),
        "It trusts the role that AccessMap runs as, and nobody else:",
        block(trust),
        "In the management account the same role may also read the organization:",
        block(deploy.document(deploy.statement("ReadOrganization", ORGANIZATION))),
        "And the role that AccessMap itself runs as may assume the others:",
        block(deploy.document(may_assume)),
        "What the role may do is not what a session may do: with each AssumeRole goes "
        "a session policy that allows only the reads of the collectors that use it, so "
        "that a role which somebody gave more to gives us no more. All of them are too "
        f"long for one (AWS takes 2,048 characters), so there are {len(sessions)} of "
        f"at most {narrow.MOST:,} characters, the longest {max(map(len, sessions)):,}; "
        "a session is entered when its first collector looks. Where AWS has no room "
        "for one (a session of EKS Pod Identity fills most of it), the role is entered "
        "without, and the log says so. The account that AccessMap itself runs in is "
        "read with its own credentials.",
        "## Lake Formation",
        "Whoever is no administrator of a data lake is told only a part of who may do "
        "what in it, and not that it is a part. So in each account and region where "
        "Lake Formation is in use, make the role a read-only administrator; until "
        "then all that is there is a gap. The settings are put as a whole, so they "
        "are read first:",
        f"```sh\n{LAKE}\n```",
    )


def pages() -> dict[Path, str]:
    """Return every generated file: its path and its text."""
    docs = Path(settings.BASE_DIR) / "docs"
    templates = Path(settings.BASE_DIR) / "deploy"
    return {
        docs / "collectors.md": collectors(),
        docs / "rules.md": rules(),
        docs / "commands.md": commands(),
        docs / "iam-role.md": iam_role(),
        **{templates / name: text for name, text in deploy.files().items()},
    }
