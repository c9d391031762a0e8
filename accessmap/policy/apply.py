"""How AWS is told a new policy: commands and templates, for people to run.

AccessMap never writes to AWS; whoever owns the account does, from these.
"""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from accessmap.policy.grant import Grant, Principal
from accessmap.policy.ways import WAYS
from accessmap.policy.ways.way import Way

_UNKNOWN = Way()
_KIND = re.compile(r"/?[\w-]+[:/]")  # of a resource, before its name in the ARN
_FIELD = re.compile(r"\{(\w+)\}")
_EVERYBODY = re.compile(r"all|\*|http://acs\.amazonaws\.com/groups/global/.*")
# What Lake Formation is told to take back, of an entry of its list.
_OF_LAKE = ("CatalogId", "Principal", "Resource", "Permissions")


def way(
    grant: Grant, *, document: str, called: str = "", policy: str = "", region: str
) -> Way:
    """Return how the ``document`` that makes ``grant`` is changed, names filled in.

    ``called`` is what people call the resource, ``policy`` its policy's own name. A
    kind that is not written down has an empty way: the new document is there anyway.
    """
    found = WAYS.get((grant.resource_type, grant.policy_kind), _UNKNOWN)
    filled = _names(grant) | {
        "at": f"--region {shlex.quote(region)}" if region else "",
        "called": shlex.quote(called),
        "file": "policy-new.json",
        "policy": shlex.quote(policy),
        "policy_hash": shlex.quote(f"Policies[?PolicyId=='{policy}'].PolicyHash"),
        "policy_itself": shlex.quote(f"Policies[?PolicyId=='{policy}'].Policy | [0]"),
        "policy_named": shlex.quote(f'Policies."{policy}"'),
    }
    return replace(
        found,
        get=_command(f"{found.get} --output json" if found.get else "", filled, region),
        put=_command(found.put, filled, region),
        delete=_command(found.delete, filled, region),
        undo_entry=_undo(found.undo_entry, filled, document, grant.principal, region),
        undo_statement=_command(found.undo_statement, filled, region),
    )


def without(how: Way, before: str, after: str | None) -> str:
    """Return the commands that make ``after`` of ``before`` by taking statements away.

    Nothing, where ``after`` holds what ``before`` does not, or a statement has no Sid.
    """
    kept = _statements(after) if after else []
    gone = [each for each in _statements(before) if each not in kept]
    sids = [each.get("Sid") for each in gone]
    is_less = all(each in _statements(before) for each in kept)
    if not (how.undo_statement and is_less and sids and all(sids)):
        return ""
    return "\n".join(
        how.undo_statement.replace("{sid}", shlex.quote(str(sid))) for sid in sids
    )


def told(how: Way, document: str) -> str:
    """Return ``document`` as the file holds it that the command reads."""
    if not how.attribute:
        return document
    return json.dumps({how.attribute: document}, indent=2, ensure_ascii=False)


def terraform(how: Way, document: str) -> str:
    """Return the Terraform argument that holds ``document``; empty where unknown."""
    resource, argument = how.terraform
    if not resource:
        return ""
    # Terraform's own templates begin alike.
    # https://developer.hashicorp.com/terraform/language/expressions/strings
    escaped = document.replace("${", "$${").replace("%{", "%%{")
    return (
        f"# In the {resource} of this resource; Terraform would write the old policy\n"
        f"# back if only AWS were changed.\n{argument} = <<POLICY\n{escaped}\nPOLICY\n"
    )


def cloudformation(how: Way, document: str) -> str:
    """Return the CloudFormation property with ``document``; empty where unknown."""
    resource, properties = how.cloudformation
    if not resource:
        return ""
    content = json.loads(document)
    for name in reversed(properties.split(".")):
        content = {name: content}
    changed = {"Type": resource, "Properties": content}
    return json.dumps(changed, indent=2, ensure_ascii=False) + "\n"


def _names(grant: Grant) -> dict[str, str]:
    """Return what the commands call the resource, by its ARN, ready for a shell."""
    rest = grant.resource.split(":", 5)[-1]
    name = _KIND.sub("", rest, count=1) if _KIND.match(rest) else rest
    parts = re.split("[:/]", name)
    found = {
        "arn": grant.resource,
        "account": grant.resource_account,
        "id": name,
        "first": parts[0],
        "last": parts[-1],
        "instance": parts[0],
        "set": "".join(parts[1:2]),
    }
    return {key: shlex.quote(value) for key, value in found.items()}


def _undo(
    template: str,
    filled: Mapping[str, str],
    document: str,
    principal: Principal,
    region: str,
) -> str:
    """Return the commands that take each entry of the principal from a list."""
    if not template:
        return ""
    entries = list(_entries(document, principal))
    if not entries and set(_FIELD.findall(template)) <= filled.keys():
        entries = [({}, "")]  # the resource itself is the entry
    if entries and "{rest}" in template:
        gone = [entry for entry, _who in entries]
        filled = {**filled, "rest": shlex.quote(_rest(document, gone))}
    commands = [
        _command(template, {**filled, **_told(entry, who)}, region)
        for entry, who in entries
    ]
    return "\n".join(dict.fromkeys(commands))


def _entries(
    document: str, principal: Principal
) -> Iterator[tuple[Mapping[str, object], str]]:
    """Yield each entry of a list that lets the principal in, and how it names it."""
    try:
        tree = json.loads(document)
    except ValueError:
        return
    is_single = isinstance(tree, dict) and not any(
        isinstance(each, list) for each in tree.values()
    )
    for entry in [tree] if is_single else _listed(tree):
        for text in _texts(entry):
            if _names_it(text, principal):
                yield (entry if isinstance(entry, dict) else {}), text
                break


def _rest(document: str, gone: Sequence[object]) -> str:
    """Return a list as AWS told it without some of its entries, as JSON."""
    tree = json.loads(document)
    return json.dumps(
        {
            key: [each for each in value if each not in gone]
            if isinstance(value, list)
            else value
            for key, value in tree.items()
        },
        ensure_ascii=False,
    )


def _listed(tree: object) -> Iterator[object]:
    found = tree.values() if isinstance(tree, dict) else [tree]
    for each in found:
        if isinstance(each, list):
            yield from each


def _texts(entry: object) -> Iterator[str]:
    if isinstance(entry, str):
        yield entry
    elif isinstance(entry, Mapping):
        for each in entry.values():
            yield from _texts(each)


def _names_it(text: str, principal: Principal) -> bool:
    """Say whether an entry's text names the principal of a grant."""
    if principal.id == "*":
        return _EVERYBODY.fullmatch(text) is not None
    last = principal.id.removesuffix("/*").rpartition("/")[2]  # of a unit's path
    names = {principal.id, last, principal.account_id} - {""}
    ends = re.split("[/:]", text)[-1]
    return text in names or ends in names or f":{principal.account_id}:" in text


def _told(entry: Mapping[str, object], who: str) -> dict[str, str]:
    """Return an entry as the commands want it: by its names, as a list, or as JSON."""
    texts = {key: each for key, each in entry.items() if isinstance(each, str)}
    pairs = ",".join(f"{key}={each}" for key, each in texts.items())
    lake = {key: entry[key] for key in _OF_LAKE if key in entry}
    return {
        **{key: shlex.quote(each) for key, each in texts.items()},
        "who": shlex.quote(who),
        "removing": shlex.quote(f"Remove=[{{{pairs}}}]"),
        "json": shlex.quote(json.dumps(lake, ensure_ascii=False)),
        "node": _node(who),
    }


def _node(who: str) -> str:
    """Return how Service Catalog is told whom a portfolio is shared with."""
    for start, kind in ("o-", "ORGANIZATION"), ("ou-", "ORGANIZATIONAL_UNIT"):
        if who.startswith(start):
            return f"--organization-node {shlex.quote(f'Type={kind},Value={who}')}"
    return f"--account-id {shlex.quote(who)}"


def _statements(document: str) -> list[Mapping[str, object]]:
    found = json.loads(document).get("Statement", [])
    return found if isinstance(found, list) else [found]


def _command(arguments: str, filled: Mapping[str, str], region: str) -> str:
    """Fill the names in, all at once: what AWS named is never read as one of ours."""
    if not arguments:
        return ""
    command, comment, note = arguments.partition("  # ")
    if region and " --region " not in command:
        command += f" --region {shlex.quote(region)}"
    command = _FIELD.sub(lambda m: filled.get(m[1], m[0]), command)
    return f"aws {command}{comment}{note}"
