"""A naive evaluator of one request, from the AWS documentation: the engine's opponent.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
"""

from __future__ import annotations

import ipaddress
import re
from datetime import datetime
from typing import Any

Json = dict[str, Any]
Request = Json  # keys: {name: [values]}, action, resource, who: {…}


def is_allowed(policy: Json, request: Request, rcps: tuple[Json, ...] = ()) -> bool:
    by_rcps = {effect for each in rcps for effect in effects(each, request)}
    return effects(policy, request) == {"Allow"} and "Deny" not in by_rcps


def effects(policy: Json, request: Request) -> set[str]:
    variables = policy.get("Version") == "2012-10-17"
    statements = listed(policy["Statement"])
    return {e["Effect"] for e in statements if statement_matches(e, request, variables)}


def listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def statement_matches(statement: Json, request: Request, variables: bool) -> bool:
    return (
        principal_matches(statement, request["who"])
        and element_matches(statement, "Action", request["action"], re.IGNORECASE)
        and element_matches(statement, "Resource", request["resource"], 0)
        and all(
            condition_holds(operator, key, listed(values), request["keys"], variables)
            for operator, keys in statement.get("Condition", {}).items()
            for key, values in keys.items()
        )
    )


def element_matches(statement: Json, name: str, value: str, flags: int) -> bool:
    form = f"Not{name}" if f"Not{name}" in statement else name
    texts = listed(statement.get(form, "*"))
    return any(glob(e, flags).fullmatch(value) for e in texts) == (form == name)


def glob(pattern: str, flags: int = 0) -> re.Pattern[str]:
    text = "".join({"*": ".*", "?": "."}.get(e) or re.escape(e) for e in pattern)
    return re.compile(text, flags | re.DOTALL)


def principal_matches(statement: Json, who: dict[str, str]) -> bool:
    if "Principal" in statement:
        return names(statement["Principal"], who)
    if statement["NotPrincipal"] == "*":
        return False
    is_named = names(statement["NotPrincipal"], who)
    if statement["Effect"] == "Deny":
        # The account of whoever is listed is spared with them.
        accounts = {
            found[0]
            for each in listed(dict(statement["NotPrincipal"]).get("AWS", []))
            if (found := re.findall(r"\d{12}", each))
        }
        is_named = is_named or who.get("account") in accounts
    return not is_named


FORMS = {"AWS": ("arn", "session"), "Service": ("service",), "Federated": ("idp",)}


def names(principal: Any, who: dict[str, str]) -> bool:
    if principal == "*":
        return True
    for kind, values in principal.items():
        mine = {who.get(form) for form in FORMS.get(kind, (kind,))}
        for each in listed(values):
            root = re.fullmatch(r"(?:arn:[\w-]+:iam::)?(\d{12})(?::root)?", each)
            is_account = each == "*" or (root and root[1] == who.get("account"))
            if each in mine or (kind == "AWS" and is_account):
                return True
    return False


def condition_holds(
    operator: str, key: str, wanted: list[Any], keys: Json, variables: bool
) -> bool:
    wanted = [str(w).lower() if isinstance(w, bool) else str(w) for w in wanted]
    values = keys.get(key.lower(), [])
    qualifier, _, name = operator.rpartition(":")
    if name == "Null":
        return any((each.lower() == "true") == (not values) for each in wanted)
    name, is_if_exists = re.subn("IfExists$", "", name)
    is_negated = "Not" in name
    if not values:
        if is_if_exists:
            return True
        return {"ForAllValues": True, "ForAnyValue": False}.get(qualifier, is_negated)
    if variables:
        wanted = [w for each in wanted if (w := filled(each, keys)) is not None]
    else:
        wanted = [each.replace("$", "\0") for each in wanted]
    fits = [any(compares(name, v, w) for w in wanted) != is_negated for v in values]
    if qualifier == "ForAllValues" or (not qualifier and is_negated):
        return all(fits)
    return any(fits)


def filled(text: str, keys: dict[str, list[str]]) -> str | None:
    for name in re.findall(r"\$\{([^}]*)\}", text):
        if name in "*?$":
            sign = {"*": "\1", "?": "\2", "$": "$"}[name]
            text = text.replace("${" + name + "}", sign)
        elif not keys.get(name.lower()):
            return None
        else:
            text = text.replace("${" + name + "}", keys[name.lower()][0])
    return text


def moment(text: str) -> float:
    return datetime.fromisoformat(text).timestamp() if "T" in text else float(text)


def compares(name: str, value: str, wanted: str) -> bool:
    name = name.replace("Not", "")
    value = value.replace("$", "\0") if "\0" in wanted else value
    if name == "IpAddress":
        return ipaddress.ip_address(value) in ipaddress.ip_network(wanted, strict=False)
    if name == "Bool" or name.endswith("IgnoreCase"):
        return value.lower() == wanted.lower()
    if name.startswith(("Numeric", "Date")):
        sign = re.sub("Numeric|Date", "", name)
        one, other = moment(value), moment(wanted)
        return {"Equals": one == other, "LessThan": one < other,
                "LessThanEquals": one <= other, "GreaterThan": one > other,
                "GreaterThanEquals": one >= other}[sign]  # fmt: skip
    if name.startswith("Arn"):
        mine, theirs = value.split(":", 5), wanted.split(":", 5)
        return wanted == "*" or (
            len(mine) == len(theirs) == 6
            and all(glob(w).fullmatch(v) for v, w in zip(mine, theirs, strict=True))
        )
    if name == "StringLike":
        return bool(glob(wanted).fullmatch(value.replace("*", "\1").replace("?", "\2")))
    return value == wanted.replace("\1", "*").replace("\2", "?")
