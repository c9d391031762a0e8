"""Statements that let in whoever has some token of an OpenID Connect provider."""

from __future__ import annotations

from hypothesis import strategies as st

from tests.accessmap.policy.callers import FOREIGN, HOME
from tests.accessmap.policy.world import some

GITHUB = "token.actions.githubusercontent.com"
GITLAB = "gitlab.com"
PULUMI = "api.pulumi.com/oidc"
oidc_statements = st.fixed_dictionaries(
    {
        "Effect": st.just("Allow"),
        "Principal": st.fixed_dictionaries(
            {
                "Federated": st.sampled_from(
                    [
                        f"arn:aws:iam::{HOME}:oidc-provider/{GITHUB}",
                        f"arn:aws:iam::{HOME}:oidc-provider/{GITLAB}",
                        f"arn:aws:iam::{FOREIGN}:oidc-provider/{GITHUB}",
                        f"arn:aws:iam::{HOME}:oidc-provider/{PULUMI}",
                        "accounts.google.com",
                        "cognito-identity.amazonaws.com",
                    ]
                )
            }
        ),
        "Action": some(["sts:AssumeRoleWithWebIdentity", "sts:TagSession"]),
        "Condition": st.dictionaries(
            st.sampled_from(["StringEquals", "StringLike"]),
            st.dictionaries(
                st.sampled_from(
                    [
                        f"{GITHUB}:aud",
                        f"{GITHUB}:sub",
                        f"{GITHUB}:SUB",
                        f"{GITHUB}:actor",
                        f"{GITHUB}:ref",
                        f"{GITHUB}:repository",
                        f"{PULUMI}:sub",
                        f"{PULUMI}:aud",
                        "accounts.google.com:aud",
                        f"{GITLAB}:sub",
                        f"{GITLAB}:aud",
                        "cognito-identity.amazonaws.com:amr",
                        "sts:ExternalId",
                    ]
                ),
                some(
                    [
                        "sts.amazonaws.com",
                        "https://github.com",
                        "repo:kitsune/app:*",
                        "repo:kitsune/app:ref:refs/heads/main",
                        "repo:kits*",
                        "repo:*",
                        "*",
                        "?",
                        "project_path:kitsune/app:*",
                        "repository_owner:kitsune",
                        "environment:prod",
                        "kitsune/*",
                        "pulumi:*",
                        "pulumi:deploy:org:kitsune:*",
                    ]
                ),
                min_size=1,
                max_size=2,
            ),
            max_size=2,
        ),
    }
)
