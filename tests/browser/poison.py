"""An organization whose every name is an attack on the page that shows it."""

from __future__ import annotations

from accessmap.models import Account, Grant, Outcome
from accessmap.policy.grant import Blocker, Condition, Principal
from accessmap.policy.kinds import PrincipalKind
from tests import cast
from tests.rows import (
    first_crawl,
    make_account,
    make_counterparty,
    make_coverage,
    make_gap,
    make_grant,
    make_resource,
    make_snapshot,
    make_unit,
    trust,
)

ALARM = "window.poisoned=1;alert(1)"
SCRIPTS = (
    f"<script>{ALARM}</script>",
    f"</script><script>{ALARM}</script>",
    f"<img src=x onerror={ALARM}>",
    f'"><img src=x onerror="{ALARM}">',
    f"'><img src=x onerror='{ALARM}'>",
    f"<svg onload={ALARM}>",
    f"<svg><script>{ALARM}</script></svg>",
    f"<svg/onload={ALARM}//",
    f"<body onload={ALARM}>",
    f"<details open ontoggle={ALARM}>",
    f"<input autofocus onfocus={ALARM}>",
    f'" autofocus onfocus="{ALARM}',
    f"' onmouseover='{ALARM}",
    f'<a href="javascript:{ALARM}">free</a>',
    f"javascript:{ALARM}",
    "<iframe srcdoc='<b>in</b>'></iframe>",
    "<style>*{display:none}</style>",
    "<base href='https://elsewhere.example/'>",
    "<meta http-equiv=refresh content='0;url=/elsewhere'>",
    "<form action=/elsewhere><button>Confirm</button></form>",
    "</title></textarea></style><b id=injected>",
    f"--><img src=x onerror={ALARM}>",
    f"]]><img src=x onerror={ALARM}>",
    f"&lt;script&gt;{ALARM}&lt;/script&gt;",
    f"\\u003cscript\\u003e{ALARM}\\u003c/script\\u003e",
    "{{ request }}{% load i18n %}{% debug %}",
    "${7*7}#{7*7}<%= 7*7 %>",
    "%s %(name)s {0} {name}",
    "<div hx-get=/elsewhere hx-trigger=load>",
    f"<math><mtext><img src=x onerror={ALARM}>",
    "<link rel=stylesheet href=//elsewhere.example/x.css>",
)
SPELLINGS = (
    "safe\u202egnidaelsim",  # right-to-left override
    "\u2066isolate never closed",
    "zero\u200bwidth\u200djoined",
    "\u200f\u05e9\u05dc\u05d5\u05dd",
    "combining " + "e\u0301\u0316\u0317" * 12,
    "nothing" * 24,  # one long word
)
FORMULAS = (
    "=1+1",
    '=HYPERLINK("https://elsewhere.example","free")',
    "+1+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(1+1)",
    "＝1+1",
)
ALL = (*SCRIPTS, *SPELLINGS, *FORMULAS)


# What an attack may begin with, to get out of wherever it stands.
ESCAPES = (
    *('"', "'", ">", "`", "]]>", "-->", "</style>", "</svg>", "</title>", "\\"),
    *("*/", "\\u0022", "&quot;", "\u2028", "\u202e"),
)
FIVE_HUNDRED = tuple(
    dict.fromkeys((*ALL, *(f"{start}{each}" for start in ESCAPES for each in SCRIPTS)))
)[:500]


def poisoned(texts: tuple[str, ...] = ALL) -> None:
    """Fill every place that AWS, or a person, can write to."""
    crawl = first_crawl()
    make_coverage(crawl)
    for number, text in enumerate(texts):
        unit = make_unit(text, unit_id=f"ou-k1t5-{number:08}")
        account = make_account(
            f"7{number:011}", text, unit=unit, tags={text: text}, email=text[:200]
        )
        make_coverage(crawl, account_id=account.account_id)
        let_in(account, text, number)
    make_counterparty(cast.TANUKI, ALL[0])
    make_counterparty(cast.KUMO, SPELLINGS[0])
    make_account(cast.OLD_POS, ALL[3])
    make_coverage(
        crawl,
        account_id=cast.OLD_POS,
        outcome=Outcome.DENIED,
        reason=ALL[2],
        code=ALL[1],
    )
    holed = make_coverage(crawl, collector="s3", service="s3")
    make_gap(holed, f"arn:aws:s3:::{ALL[4]}", reason=ALL[5])


def let_in(account: Account, text: str, number: int) -> Grant:
    """Somebody of an impossible name may become a role of an impossible name."""
    resource = make_resource(
        account,
        name=text,
        arn=f"arn:aws:iam::{account.account_id}:role/{number}/{text}",
        tags={"Owner": cast.RIN, text: text},
        facts={"description": text},
    )
    make_snapshot(
        resource, trust({"AWS": text}, Sid=text, Condition={"Null": {text: text}})
    )
    who = (
        Principal(PrincipalKind.ACCOUNT, cast.TANUKI, cast.TANUKI),
        Principal(PrincipalKind.ACCOUNT, cast.KUMO, cast.KUMO),
        Principal(
            PrincipalKind.ROLE, f"arn:aws:iam::{cast.TANUKI}:role/{text}", cast.TANUKI
        ),
        Principal(
            PrincipalKind.FEDERATED,
            f"arn:aws:iam::{account.account_id}:saml-provider/{text}",
        ),
        Principal(PrincipalKind.SERVICE, text),
    )
    return make_grant(
        resource,
        principal=who[number % len(who)],
        actions=("sts:AssumeRole", text),
        conditions=(Condition("StringEquals", text, (text,)),),
        blocked_by=(Blocker("deny", text, is_total=False),),
        unknown=(text,),
        witness={"principal": text, "action": text, "resource": text, text: text},
    )
