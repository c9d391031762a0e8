"""Who is let in, in English: the subject of the sentence."""

from __future__ import annotations

PHRASES = {
    "account.unnamed": "account {id}",
    "account.unread": "an account we cannot tell",
    "account.stranger": "an account not known to us",
    "account.brief-stranger": "An account not known to us",
    "account.aside": " ({id})",
    "of": " of {account}",
    # The subject, as it stands in the sentence.
    "who.public": "**Anyone on the internet**",
    "who.public.role": "**Anyone with an AWS account**",
    "who.any": "**Anyone at all**",
    "who.account": "Anyone whom **{account}** lets in",
    "who.account.former": "Anyone whom **{account}**, which left the organization, "
    "lets in",
    "who.account.same": "Anyone whom **{account}** itself lets in",
    "who.role": "Whoever uses the role **{name}** of {account}",
    "who.user": "Whoever signs in as the user **{name}** of {account}",
    "who.session": "Whoever holds the session **{session}** of the role {name} of "
    "{account}",
    "who.session.user": "The federated user **{name}** of {account}",
    "who.former": ", which left the organization,",
    "who.org": "Anyone whom any account of **our organization** lets in",
    "who.org.named": "Anyone whom any account of **{name}**, our organization, lets in",
    "who.org.foreign": "Anyone whom any account of **another organization** ({id}) "
    "lets in",
    "who.ou": "Anyone whom any account under **{name}** in our organization lets in",
    "who.ou.foreign": "Anyone whom any account under **{id}** in another organization "
    "lets in",
    "who.network": "Anyone who comes from **{id}**",
    "who.network.endpoint": "Anyone who comes through the VPC endpoint **{id}**",
    "who.network.vpc": "Anyone who comes from the VPC **{id}**",
    "who.network.mount": "Anyone who reaches **a mount target** on its network",
    "who.service.any": "**{name}**, an AWS service acting for anyone who asks it,",
    "who.service.same-account": "**{name}**, an AWS service acting only for {home},",
    "who.service.org": "**{name}**, an AWS service acting for accounts of our "
    "organization,",
    "who.service.external": "**{name}**, an AWS service acting for an account outside "
    "our organization,",
    "who.service.unknown": "**{name}**, an AWS service acting for an owner we cannot "
    "tell,",
    "who.service.every": "**Any AWS service**, for anyone who asks it,",
    "who.service.role": "**{name}**, an AWS service,",
    "who.service.oai": "Anyone who asks the **CloudFront** distribution with the "
    "identity {id}",
    "who.federated": "Anyone whom **{name}** signs in",
    "who.federated.some": "Those whom **{name}** signs in and the conditions below "
    "name",
    "who.federated.github": "**Anyone with a repository on GitHub**",
    "who.federated.github.repository": "Anyone who can run a GitHub workflow in {list}",
    "who.federated.subject": "Whoever **{name}** vouches for as {list}",
    "who.federated.workload": "Whatever runs as {list} in the cluster **{name}**",
    "who.federated.guest": "**Anyone, even without signing in**, through {name}",
    "who.canonical": "An account known only by its canonical id **{id}**",
    "who.unknown": "**Somebody whom we could not tell** ({id})",
    "github.any-branch": "**{repository}** (any branch)",
    "github.branch": "**{repository}** (branch {branch})",
    "github.tag": "**{repository}** (tag {branch})",
    "github.environment": "**{repository}** (environment {branch})",
    "github.pull-request": "**{repository}** (any pull request)",
    "github.owner": "**any repository of {repository}**",
    "github.other": "**{repository}** ({branch})",
    # A few words for lists; the icon and the account stand beside them.
    "brief.public": "Anyone on the internet",
    "brief.public.role": "Anyone with an AWS account",
    "brief.any": "Anyone at all, on a condition,",
    "brief.account": "{account}",
    "brief.role": "The role {name} of {account}",
    "brief.user": "The user {name} of {account}",
    "brief.session": "A session of {name} of {account}",
    "brief.org": "Our whole organization",
    "brief.org.foreign": "All of another organization ({id})",
    "brief.ou": "Every account under {name}",
    "brief.network": "Anyone from {id}",
    "brief.service": "{name}",
    "brief.service.every": "Any AWS service",
    "brief.service.any": "{name}, for anyone who asks it,",
    "brief.federated": "Anyone whom {name} signs in",
    "brief.federated.some": "Some whom {name} signs in",
    "brief.federated.github": "Any repository on GitHub",
    "brief.federated.github.repository": "A workflow of {list}",
    "brief.federated.workload": "{list} in {name}",
    "brief.service.oai": "Visitors of a CloudFront distribution",
    "brief.canonical": "An account known by its canonical id only",
    "brief.unknown": "Somebody",
}
