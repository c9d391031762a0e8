// iam-simulate behind the same door as the other tools (see door.py): one request a policy.
//
//     node benchmarks/adapters/iam_simulate.mjs CASES

import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";

import { simulate } from "../../tests/second_opinion/simulate.mjs";

const CALLER = "arn:aws:iam::910000000000:role/caller";
// What trust and key policies do not name: the resource that they belong to.
const TARGETS = {
  "AWS::IAM::Role": (account) => `arn:aws:iam::${account}:role/target`,
  "AWS::KMS::Key": (account) => `arn:aws:kms:us-east-1:${account}:key/1a2b3c4d-1111-2222-3333-444455556666`,
};

/** Return one request that the policy's last Allow is about. */
function requestOf(case_) {
  const policy = typeof case_.policy === "string" ? JSON.parse(case_.policy) : case_.policy;
  const allow = policy.Statement.findLast((each) => each.Effect === "Allow");
  const named = [allow.Action].flat()[0];
  const account = case_.resource_account;
  const target = TARGETS[case_.resource_type]?.(account);
  return {
    policy,
    principal: CALLER,
    action: named.includes("*") ? "s3:GetObject" : named,
    resource: target ?? [allow.Resource].flat()[0].replace("*", "x"),
    account,
  };
}

function readCases(path) {
  let shared = {};
  const cases = [];
  for (const line of readFileSync(path, "utf8").split("\n").filter(Boolean)) {
    const entry = JSON.parse(line);
    if (entry.shared) shared = entry.shared;
    else cases.push({ ...shared, ...entry });
  }
  return cases;
}

const requests = readCases(process.argv[2]).map(requestOf);
for await (const command of createInterface({ input: process.stdin })) {
  if (command.trim() !== "time") continue;
  let crashes = 0;
  const began = process.cpuUsage();
  for (const request of requests) {
    if ((await simulate(request)).error) crashes += 1;
  }
  const { user, system } = process.cpuUsage(began);
  const reply = {
    seconds: (user + system) / 1e6,
    policies: requests.length,
    crashes,
    peak_mib: Math.round(process.resourceUsage().maxRSS / 1024),
  };
  process.stdout.write(`${JSON.stringify(reply)}\n`);
}
