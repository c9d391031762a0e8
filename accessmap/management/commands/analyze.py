"""Analyze one policy, with no AWS and no database: `manage.py analyze policy.json`."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import override

from accessmap.policy import explain, rule
from accessmap.policy.case import answer, policy_kind, sha256
from accessmap.policy.derive import derive
from accessmap.policy.document import MalformedPolicy, parse
from accessmap.policy.grant import Grant
from accessmap.policy.kinds import PolicyKind, Zone
from accessmap.policy.names import Names
from accessmap.policy.plain import to_plain
from accessmap.policy.principal import ACCOUNT_ID
from accessmap.policy.rule import Circumstances
from accessmap.policy.subject import Derivation, Subject
from accessmap.policy.zone import ZoneOfTrust

STANDARD_INPUT = "-"
_FAILING = {
    "public": frozenset({Zone.PUBLIC}),
    "external": frozenset({Zone.PUBLIC, Zone.EXTERNAL}),
}


class Command(BaseCommand):
    """Say what a policy grants; exit 1 if it grants more than it may."""

    help = "Say in plain words what one policy grants, and to whom."
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the policy, the resource it belongs to, and the organization."""
        parser.add_argument("policy", nargs="?", help="a file, or - for standard input")
        parser.add_argument("--cases", metavar="FILE", help="one case in JSON a line")
        parser.add_argument("--account", help="the account of the resource")
        parser.add_argument("--type", help="AWS::S3::Bucket, AWS::IAM::Role …")
        parser.add_argument("--arn", default="", help="the ARN of the resource")
        parser.add_argument("--kind", choices=[each.value for each in _KINDS])
        parser.add_argument("--org", default="", metavar="o-…", help="our organization")
        parser.add_argument(
            "--org-account", action="append", default=[], help="a member; repeat"
        )
        parser.add_argument(
            "--org-path", action="append", default=[], metavar="ACCOUNT=PATH"
        )
        parser.add_argument("--management-account", default="")
        parser.add_argument(
            "--canonical-id", action="append", default=[], metavar="ID=ACCOUNT"
        )
        parser.add_argument(
            "--setting", action="append", default=[], help="RestrictPublicBuckets …"
        )
        parser.add_argument("--rcp", action="append", default=[], metavar="FILE")
        parser.add_argument("--format", choices=["text", "json"], default="text")
        parser.add_argument("--language", choices=["en", "ja"], default="en")
        parser.add_argument("--fail-on", choices=sorted(_FAILING))

    def handle(self, **options: Any) -> None:
        """Print the grants, or the answers to the cases."""
        if cases := options["cases"]:
            for line in _lines(cases):
                self.stdout.write(json.dumps(answer(line), ensure_ascii=True))
            return
        if not options["policy"]:
            raise CommandError(_("Say which policy: a file, or - for standard input."))
        with override(options["language"]):
            self._analyze(options)

    def _analyze(self, options: dict[str, Any]) -> None:
        text = _read(options["policy"])
        zone = _zone(options)
        subject = _subject(text, options)
        found = derive(subject, zone)
        language = options["language"]
        if options["format"] == "json":
            said = {**_as_json(found, zone, language), "sha256": sha256(text)}
            self.stdout.write(json.dumps(said, indent=2))
        else:
            for line in _as_text(found, zone, language):
                self.stdout.write(line)
        if found.errors:
            raise CommandError(
                f"{' '.join(found.errors)} (sha256 {sha256(text)})", returncode=2
            )
        failing = _FAILING.get(options["fail_on"], frozenset())
        if any(each.zone in failing and not each.is_blocked for each in found.grants):
            sys.exit(1)


_KINDS = (
    PolicyKind.TRUST,
    PolicyKind.RESOURCE,
    PolicyKind.KMS_GRANTS,
    PolicyKind.ACL,
    PolicyKind.SHARE,
)


def _lines(path: str) -> Iterator[str]:
    """Yield the lines of a file; bytes that are no UTF-8 spoil their own line only."""
    if path == STANDARD_INPUT:
        raw: Iterable[bytes] = sys.stdin.buffer
        yield from (each.decode(errors="surrogateescape") for each in raw)
        return
    try:
        with Path(path).open("rb") as file:
            yield from (each.decode(errors="surrogateescape") for each in file)
    except OSError as error:
        raise CommandError(_unreadable(path, error)) from error


def _read(path: str) -> str:
    try:
        if path == STANDARD_INPUT:
            return sys.stdin.read()
        return Path(path).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise CommandError(_unreadable(path, error)) from error


def _unreadable(path: str, error: Exception) -> str:
    return _("{path} cannot be read: {reason}").format(path=path, reason=error)


def _pairs(listed: Iterable[str], option: str) -> dict[str, str]:
    pairs = [each.partition("=") for each in listed]
    if not all(middle for _name, middle, _value in pairs):
        raise CommandError(_("Write {option} as NAME=VALUE.").format(option=option))
    return {name: value for name, _middle, value in pairs}


def _zone(options: dict[str, Any]) -> ZoneOfTrust:
    return ZoneOfTrust(
        organization_id=options["org"],
        accounts=frozenset(options["org_account"]),
        paths=MappingProxyType(_pairs(options["org_path"], "--org-path")),
        management_account=options["management_account"],
        canonical_ids=MappingProxyType(
            _pairs(options["canonical_id"], "--canonical-id")
        ),
    )


def _subject(text: str, options: dict[str, Any]) -> Subject:
    kind = options["type"] or _guessed_type(text)
    if options["rcp"] and not kind:
        raise CommandError(
            _("Say what the resource is: --type. RCPs count for some services only.")
        )
    account = options["account"] or _account_of(options["arn"])
    if not ACCOUNT_ID.fullmatch(account):
        raise CommandError(
            _("Say whose resource it is: --account and the 12 digits of its account.")
        )
    return Subject(
        arn=options["arn"],
        resource_type=kind,
        account_id=account,
        kind=PolicyKind(options["kind"]) if options["kind"] else policy_kind(kind),
        document=text,
        settings=MappingProxyType(dict.fromkeys(options["setting"], True)),
        rcps=MappingProxyType({path: _read(path) for path in options["rcp"]}),
    )


def _account_of(arn: str) -> str:
    parts = arn.split(":")
    return parts[4] if len(parts) > 4 else ""  # noqa: PLR2004 (arn:…:…:…:account:…)


def _guessed_type(text: str) -> str:
    """Return AWS::IAM::Role for a policy about assuming only; else no type."""
    try:
        statements = parse(text).statements
    except MalformedPolicy:
        return ""
    actions = [action.lower() for each in statements for action in each.actions]
    is_trust = all(each.startswith("sts:") for each in actions)
    return "AWS::IAM::Role" if actions and is_trust else ""


def _flags(grant: Grant, found: Derivation, zone: ZoneOfTrust) -> list[rule.Flag]:
    circumstances = Circumstances(
        zone=zone, now=datetime.now(UTC), stale_principals=found.stale_principals
    )
    return list(rule.flags(grant, circumstances))


def _as_json(found: Derivation, zone: ZoneOfTrust, language: str) -> dict[str, object]:
    zones = {each.zone for each in found.grants if not each.is_blocked}
    return {
        "grants": [
            {
                "fingerprint": each.fingerprint,
                **to_plain(each),
                "sentence": explain.plain(explain.sentence(each, Names(), language)),
                "flags": [
                    {"id": flag.rule_id, "severity": flag.severity.value}
                    | _words(flag, language)
                    for flag in _flags(each, found, zone)
                ],
            }
            for each in found.grants
        ],
        "public": bool(zones & _FAILING["public"]),
        "external": bool(zones & _FAILING["external"]),
        "stale_principals": list(found.stale_principals),
        "errors": list(found.errors),
    }


def _words(flag: rule.Flag, language: str) -> dict[str, str]:
    """Return what a flag says, why, and what to do about it."""
    known = rule.all_rules()[flag.rule_id]
    return {
        "title": known.title[language],
        "sentence": known.said(dict(flag.arguments), language),
        "fix": known.fix[language],
        "reference": known.reference,
    }


def _as_text(found: Derivation, zone: ZoneOfTrust, language: str) -> Iterator[str]:
    if not found.grants and not found.errors:
        yield _("It grants nothing to anybody.")
    for grant in found.grants:
        said = explain.sentence(grant, Names(), language)
        yield f"{grant.verdict.value.upper():14} {explain.plain(said)}"
        for flag in _flags(grant, found, zone):
            words = _words(flag, language)
            yield f"{'':14} {flag.severity.value}: {words['title']}"
            yield f"{'':16} {words['sentence']}"
            yield f"{'':16} {words['fix']}"
    for each in found.stale_principals:
        yield _("{id} is deleted, and nobody any more.").format(id=each)
