"""The words of docs/conformance.md that are the same in every run."""

from __future__ import annotations

HEAD = """# Conformance

Made by `python -m benchmarks.conformance`; do not edit. Every figure here was run.

Worked policies, each with the answer that the AWS documentation gives, are put to
AccessMap and to the tools that people use today. **Missed** means that a tool said
*closed* where the policy is open; that is the dangerous mistake. A **false alarm** said
*open* where it is closed. A **crash** gave no answer.

"""

TAIL = """
## What stands behind the figures

- Every tool is told the same: the resource's account, the accounts of the organization,
  and where it takes one, the organization's id. Its other options stay as they come.
- Only cases that the policy alone decides are put to everyone. Those with an ACL, block
  public access, RCPs or SCPs are put to AccessMap alone: the others do not read them.
- The cases are those of `shared.jsonl`, which came before the engine; what was added
  with the engine at hand would flatter it. They were collected to be hard: they measure
  what a tool gets wrong, not how often such a policy is met.
- The answers come from AWS's documentation, not from a live account. Each case names
  its page in its note.
- c7n is Cloud Custodian's `PolicyChecker`; Prowler is its `is_policy_public`, with the
  provider stubbed, since the function does not use it. policyuniverse has no notion of
  what is ours, so it is asked for *public* only.
- Not on the board, as they give no such verdict: policyglass, parliament, iam-simulate.
  The last judges single requests, and stands beside the engine in `make test-deep`. Not
  run: IAM Access Analyzer (needs an AWS account) and the Steampipe perimeter mod.

## Repeat it

```sh
make peers
.venv/bin/python -m benchmarks.conformance
```

Another file of cases can be given, and `--output -` prints the page instead.

## Add a case

One JSON object a line in `tests/accessmap/policy/cases/`; no Python is needed.

- `id`, `note` (the reason, with the AWS page), `confidence`: `high` or `medium`
- `resource_type` (`AWS::S3::Bucket` …) and `resource_account`
- `org_id`, `org_accounts`, and `org_paths`: account to `o-…/r-…/ou-…/`
- `policy`: the document as an object or as text, or `null`
- where they matter: `acl`, `settings`, `rcps`, `scps`, `management_account`,
  `own_canonical_id`
- `expected`: a list of `principal_kind`, `principal`, `zone`, `conditional`, and where
  they apply `source_zone` and `federated_scope`
- `expected_public`, `expected_external`: does everybody, or somebody outside, get in

`manage.py analyze --cases FILE` answers such a file, one line for each.
"""
