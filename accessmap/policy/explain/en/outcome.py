"""And so: what follows for the account, in English."""

from __future__ import annotations

PHRASES = {
    "then.become": "act as this role in {home}",
    "then.become.reach": "{reach} in {home}",
    "then.permissions": "let others in, and lock us out",
    "then.write": "change or delete what is there",
    "then.send": "send us whatever they like, in the name of others",
    "then.run": "have our code run, at our cost and with its rights",
    "then.decrypt": "read whatever this key protects, where they get hold of it",
    "then.sign": "sign in our name",
    "then.read": "read what is there, and keep a copy",
    "then.listen": "receive every message sent there from then on",
    "then.tag": "bear tags that open more, where tags decide",
    "then.list": "learn what there is, by name",
    "then.other": "do the same",
    "so.public": "No name is asked: any stranger who finds it can {then}.",
    "so.any": "The condition names nobody: any stranger who meets it can {then}.",
    "so.network": "Nobody is asked for a name: whoever gets onto that network can "
    "{then}.",
    "so.external": "If {account} is broken into, whoever did it can {then}.",
    "so.external.stranger": "We do not know who is behind this account. Whoever it is "
    "can {then}.",
    "so.external.former": "{account} no longer answers to us. Whoever runs it now can "
    "{then}.",
    "so.external.organization": "We do not know who its accounts belong to. Any of "
    "them can {then}.",
    "so.federated.any": "Everyone who has a login there can {then}, also people who "
    "have nothing to do with us.",
    "so.federated.guest": "No sign-in is asked: any stranger can {then}.",
    "so.federated.github": "GitHub runs the code of anyone: a stranger's repository "
    "can {then}.",
    "so.federated.workload": "Whoever may run something there under that name can "
    "{then}.",
    "so.federated.saml": "Whoever has a login there can {then}, also by a sign-in "
    "made for something else.",
    "so.federated.repository": "Whoever may push code there can {then}.",
    "so.person": "Whoever takes over that login can {then}. Take the assignment away, "
    "and this ends.",
    "so.group": "Whoever is added to the group can {then}. It reaches as far as its "
    "members do.",
    "so.federated.restricted": "Whoever has that login can {then}; taking the login "
    "away ends it.",
    "so.service.any": "Nothing says whose requests count. Anyone with an AWS account "
    "may set the service up so that it does this for them.",
    "so.service.role": "Whoever in {home} may hand this role to the service can have "
    "it act with the role's rights.",
    "so.service.oai": "Whoever reaches that distribution can {then}.",
    "so.service.same-account": "Only what {home} itself set up in the service counts.",
    "so.service.org": "What any account of our organization set up in the service "
    "counts.",
    "so.service.external": "Somebody outside decides what the service does with it.",
    "so.service.unknown": "The policy names a source but not its account, so whoever "
    "holds that name decides.",
    "so.organization": "Every account of ours gets this, also the ones that join "
    "later. The weakest of them decides how safe it is.",
    "so.unit": "Every account under it gets this, also the ones that join later. The "
    "weakest of them decides how safe it is.",
    "so.in-org": "If {account} is broken into, whoever did it can {then}.",
    "so.same-account": "It stays within {home}.",
    "so.unknown": "What it lets in is unknown, not nothing. Treat it as open until it "
    "is known.",
    "so.blocked": "Nobody gets in this way while that stands. Lift it, and they do.",
    "so.without-mfa": "No MFA asked.",
    "reach.unread": "What the role can do then was not read.",
    "reach.nothing": "The role may do nothing today; whatever it is given later, they "
    "get too.",
    "use.days": "Last used {days} days ago.",
    "use.day": "Last used yesterday.",
    "use.today": "Used today.",
    "use.never": "Not used in the 400 days that AWS remembers.",
    "use.unread": "When it was last used was not read.",
}
PHRASES |= {
    "verdict.public": "Public",
    "verdict.any-account": "Any account, with condition",
    "verdict.external": "External",
    "verdict.external.former": "External, left the organization",
    "verdict.external.stranger": "External, not known to us",
    "verdict.federated": "Federated",
    "verdict.service": "AWS service",
    "verdict.organization": "Organization",
    "verdict.in-org": "Our account",
    "verdict.same-account": "Same account",
    "verdict.unknown": "Unknown",
}
