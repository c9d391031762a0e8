"""A naive evaluator of one request, from the AWS documentation: the engine's opponent.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
"""

from __future__ import annotations

import ipaddress
import re
from typing import Any

Json = dict[str, Any]
Request = Json  # keys: {name: [values]}, action, resource, who: {…}


def is_allowed(policy: Json, request: Request) -> bool:
    statements = listed(policy["Statement"])
    with_variables = policy.get("Version") == "2012-10-17"
    fitting = [e for e in statements if statement_matches(e, request, with_variables)]
    return {each["Effect"] for each in fitting} == {"Allow"}


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
    if f"Not{name}" in statement:
        negated = listed(statement[f"Not{name}"])
        return not any(glob(each, flags).fullmatch(value) for each in negated)
    return name not in statement or any(
        glob(each, flags).fullmatch(value) for each in listed(statement[name])
    )


def glob(pattern: str, flags: int = 0) -> re.Pattern[str]:
    words = {"*": ".*", "?": "."}
    text = "".join(words.get(each) or re.escape(each) for each in pattern)
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


def names(principal: Any, who: dict[str, str]) -> bool:
    if principal == "*":
        return True
    for kind, values in principal.items():
        for each in listed(values):
            if kind == "AWS":
                root = re.fullmatch(r"(?:arn:[\w-]+:iam::)?(\d{12})(?::root)?", each)
                if each == "*" or (root and root[1] == who.get("account")):
                    return True
            if each and each == who.get(
                {"AWS": "arn", "Service": "service"}.get(kind, kind)
            ):
                return True
            if kind == "AWS" and each and each == who.get("session"):
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


def compares(name: str, value: str, wanted: str) -> bool:
    name = name.replace("Not", "")
    value = value.replace("$", "\0") if "\0" in wanted else value
    if name == "IpAddress":
        return ipaddress.ip_address(value) in ipaddress.ip_network(wanted, strict=False)
    if name == "Bool" or name.endswith("IgnoreCase"):
        return value.lower() == wanted.lower()
    if name.startswith(("Numeric", "Date")):
        sign = re.sub("Numeric|Date", "", name)
        one, other = float(value), float(wanted)
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
