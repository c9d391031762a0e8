"""What the AWS CLI prints, recognized by its shape: files to readings, no database."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from urllib.parse import quote

from django.utils.translation import gettext as _

from accessmap.aws.collector import Opinion, Sighting, Where, all_collectors, canonical
from accessmap.collectors import iam
from accessmap.crawl.look import Missed, Reading
from accessmap.crawl.printed_file import ONLY_SOME, FileRefused, load
from accessmap.crawl.printed_organization import OF_ONE, NoPlace, Tree, named_in
from accessmap.crawl.trail_files import History, printed_events
from accessmap.policy.kinds import PolicyKind

Json = Mapping[str, Any]
ACCOUNT = re.compile(r"(?<!\d)\d{12}(?!\d)")
BUCKET = re.compile(r"^arn:[^:]*:s3:::[^/*]+")
DOCUMENTS = ("AssumeRolePolicyDocument", "PolicyDocument", "Document")


@dataclass
class Printed:
    """What all files together say."""

    organization: Json | None = None
    accounts: list[Json] | None = None
    tree: Tree = field(default_factory=Tree)  # units and controls
    named: str = ""  # of which root, unit, policy or account an answer is
    readings: dict[tuple[str, str], Reading] = field(default_factory=dict)
    history: History = field(default_factory=History)
    path: Path = field(default_factory=Path)  # of the file that is being read
    by_path: dict[str, Path] = field(default_factory=dict)  # accounts it names alone

    @property
    def accounts_told_of(self) -> list[str]:
        """Return every account that some file was about."""
        of_history = {account_id for account_id, _region in self.history.uses}
        return sorted({account_id for account_id, _ in self.readings} | of_history)

    @property
    def known(self) -> set[str]:
        """Return the accounts that the answers themselves name."""
        listed = {each["Id"] for each in self.accounts or ()}
        of_iam = {account_id for account_id, name in self.readings if name == "iam"}
        return listed | of_iam | {account_id for account_id, _ in self.history.uses}

    def reading(self, account_id: str, collector: str) -> Reading:
        """Return what is known of one collector's account, so far."""
        found = all_collectors()[collector]
        where = Where(account_id)
        made = Reading(where, collector, found.service, failure=ONLY_SOME)
        return self.readings.setdefault((account_id, collector), made)


def read_files(
    paths: list[Path], account_id: str = "", known: Collection[str] = ()
) -> Printed:
    """Read every file, or refuse the first that cannot be read.

    Digits of a path may be a date. So they name an account only if it is ``known``,
    or if some answer names it, or if ``account_id`` does.
    """
    printed = Printed()
    for path in paths:
        printed.path, printed.named = path, named_in(path.stem)
        found = load(path)
        if not _take_file(printed, found, account_id or _named_by(path)):
            raise FileRefused(
                _(
                    "%(path)s is none of the answers that can be imported: "
                    "get-account-authorization-details, get-bucket-policy, "
                    "describe-organization, list-accounts, list-roots, "
                    "list-organizational-units-for-parent, list-accounts-for-parent, "
                    "list-policies, describe-policy, list-targets-for-policy, "
                    "list-policies-for-target, list-findings, "
                    "lookup-events, or a trail's log file. A bucket "
                    "policy needs its account too: --account, or its 12 digits in the "
                    "path. Nothing was imported."
                )
                % {"path": path}
            )
    for home, path in printed.by_path.items():
        if home not in {account_id, *known, *printed.known}:
            raise FileRefused(
                _(
                    "%(path)s: only the path says that the account is %(account)s, "
                    "and neither a crawl nor another of these files knows such an "
                    "account. Name it with --account. Nothing was imported."
                )
                % {"path": path, "account": home}
            )
    return printed


def _take_file(printed: Printed, found: Json, home: str) -> bool:
    try:
        return _take(printed, found, home)
    except NoPlace as error:
        raise FileRefused(
            _(
                "%(path)s does not say of which root, unit, policy or account it is. "
                "Give the file a name with that id in it (r-…, ou-…, p-… or 12 "
                "digits). Nothing was imported."
            )
            % {"path": printed.path}
        ) from error


def _named_by(path: Path) -> str:
    """Return the account that a file, or the nearest folder with one, is named by."""
    for part in reversed(path.absolute().parts):
        if named := ACCOUNT.findall(part):
            return str(named[-1])
    return ""


Take = Callable[[Printed, Json, str], bool]


def _take(printed: Printed, found: Json, home: str) -> bool:
    """Take what a file says; say whether its shape was known."""
    if _is_of_tree(printed, found):
        return True
    shapes: tuple[tuple[str, type, Take], ...] = (
        ("RoleDetailList", list, _details),
        ("Organization", dict, _organization),
        ("Accounts", list, _accounts),
        ("findings", list, _findings),
        ("Policy", str, _bucket_policy),
        ("Records", list, _records),
        ("Events", list, _events),
    )
    for key, kind, take in shapes:
        if isinstance(found.get(key), kind):
            try:
                return take(printed, found, home)
            except (KeyError, TypeError, AttributeError, ValueError):
                return False  # the shape only looked like it
    # Several answers in one file, each under its command.
    known = [_take_part(printed, *each, home) for each in _parts(found)]
    return any(known)


def _take_part(printed: Printed, named: str, found: Json, home: str) -> bool:
    """Take one answer of a file with several; one of nobody knows what is not known."""
    printed.named = named
    try:
        return _take(printed, found, home)
    except NoPlace:
        return False


def _is_of_tree(printed: Printed, found: Json) -> bool:
    """Take what tells of units and controls; say whether it does."""
    try:
        return printed.tree.take(found, printed.named)
    except (KeyError, TypeError, AttributeError):
        return False  # the shape only looked like it


def _parts(found: Json) -> Iterator[tuple[str, Json]]:
    """Yield the answers of a file that holds several, by command and resource."""
    for command, answers in found.items():
        if command == "get-bucket-policy":
            yield from (("", e) for e in answers.values() if e.get("Policy"))
        elif command in OF_ONE:
            yield from answers.items()
        elif isinstance(answers, dict) and "-" in command:
            yield "", answers


def _organization(printed: Printed, found: Json, _home: str) -> bool:
    printed.organization = found["Organization"]
    return bool(found["Organization"]["Id"])


def _accounts(printed: Printed, found: Json, _home: str) -> bool:
    printed.accounts = [*(printed.accounts or ()), *found["Accounts"]]
    return all(ACCOUNT.fullmatch(each["Id"]) for each in found["Accounts"])


def _details(printed: Printed, found: Json, _home: str) -> bool:
    """Take an account's details: whole, unless they were filtered when printed."""
    entries = {kind: _quoted(found.get(kind) or []) for kind in iam.LISTS}
    every = (each["Arn"] for kind in iam.LISTS for each in entries[kind])
    account_id = next((at[0] for arn in every if (at := ACCOUNT.search(arn))), "")
    if not account_id:
        raise FileRefused(
            _(
                "%(path)s holds nothing of the account itself, so it does not say "
                "which account it is of. Print it anew without --filter. Nothing was "
                "imported."
            )
            % {"path": printed.path}
        )
    reading = printed.reading(account_id, "iam")
    known = {each["Arn"] for each in entries["Policies"]}
    attached = {
        entry["Arn"]: _drop_unknown(entry, known, reading)
        for kind in iam.LISTS
        for entry in entries[kind]
    }
    collector = all_collectors()["iam"]
    for handle in iam.details(entries, {}):
        seen = collector.read(None, handle, reading.where)
        if isinstance(seen, Sighting):
            facts = {**seen.facts, "attached": attached[seen.arn]}
            reading.sightings[seen.arn] = replace(seen, facts=facts)
    # `--filter` prints the other lists empty. Every account has roles of AWS's own, and
    # a policy or a person too; of a list that is empty ``left_out`` takes nothing.
    if sum(bool(entries[kind]) for kind in iam.LISTS) > 1 and entries["RoleDetailList"]:
        reading.failure = None
    return True


def _drop_unknown(
    entry: dict[str, Any], known: set[str], reading: Reading
) -> list[str]:
    """Leave out, as gaps, attached policies without a text; return the names of all."""
    attached = entry.get("AttachedManagedPolicies") or []
    names = sorted(each["PolicyArn"] for each in attached)
    entry["AttachedManagedPolicies"] = [
        each for each in attached if each["PolicyArn"] in known
    ]
    for arn in names:
        if arn not in known:
            reading.gaps[arn] = Missed("AWS::IAM::ManagedPolicy", ONLY_SOME)
    return names


def _quoted(value: Any) -> Any:
    """Return entries with their documents as AWS sends them; the CLI decodes them."""
    if isinstance(value, list):
        return [_quoted(each) for each in value]
    if not isinstance(value, dict):
        return value
    return {
        key: quote(canonical(each))
        if key in DOCUMENTS and isinstance(each, dict)
        else _quoted(each)
        for key, each in value.items()
    }


def _bucket_policy(printed: Printed, found: Json, home: str) -> bool:
    """Take a bucket's policy; its bucket is the one that it speaks of."""
    statements = json.loads(found["Policy"])["Statement"]
    listed = statements if isinstance(statements, list) else [statements]
    named = [_texts(each.get("Resource")) for each in listed]
    resources = [arn for texts in named for arn in texts]
    buckets = {bucket[0] for arn in resources if (bucket := BUCKET.match(arn))}
    if len(buckets) != 1 or not home:
        return False
    [arn] = buckets
    name = arn.rpartition(":")[2]
    printed.by_path.setdefault(home, printed.path)
    reading = printed.reading(home, "s3")
    reading.kinds = frozenset({PolicyKind.RESOURCE})
    documents = {(PolicyKind.RESOURCE, ""): found["Policy"]}
    reading.sightings[arn] = Sighting(arn=arn, name=name, documents=documents)
    return True


def _texts(value: object) -> list[str]:
    """Return one or several texts as a list."""
    if isinstance(value, str):
        return [value]
    return [str(each) for each in value] if isinstance(value, list) else []


def _findings(printed: Printed, found: Json, home: str) -> bool:
    for each in found["findings"]:
        account_id = each.get("resourceOwnerAccount") or home
        if not account_id:
            return False
        if "resourceOwnerAccount" not in each:
            printed.by_path.setdefault(home, printed.path)
        reading = printed.reading(account_id, "access_analyzer")
        # The list does not name its analyzer.
        opinion = Opinion(each["id"], f"imported:{account_id}", each["resource"], each)
        reading.opinions[opinion.arn] = opinion
    return True


def _records(printed: Printed, found: Json, _home: str) -> bool:
    return printed.history.take(found["Records"])


def _events(printed: Printed, found: Json, _home: str) -> bool:
    return printed.history.take(printed_events(found["Events"]))
