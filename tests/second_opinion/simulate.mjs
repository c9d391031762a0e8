// Asks iam-simulate about requests: JSON lines in, JSON lines out, in the same order.
//
// in:  {"policy", "principal", "action", "resource", "account", "context"?, "rcps"?}
//      principal is an ARN, an AWS service, or "anonymous"
// out: {"allowed": bool, "ignored": [context keys it dropped], "error": string | null}
//
// A test tool only: iam-simulate is AGPL and is neither shipped nor installed with us.

import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";

import { anonymousPrincipal, runSimulation } from "@cloud-copilot/iam-simulate";

// A foreign caller's own policies cannot be seen: they are assumed to allow.
const ALLOW_ALL = {
  name: "caller",
  policy: {
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }],
  },
};

/** Return the simulation that iam-simulate takes for one of our requests. */
export function simulationOf(request) {
  const isAnonymous = request.principal === "anonymous";
  const rcps = (request.rcps ?? []).map((policy, index) => ({ name: `rcp-${index}`, policy }));
  return {
    request: {
      principal: isAnonymous ? anonymousPrincipal : request.principal,
      action: request.action,
      resource: { resource: request.resource, accountId: request.account },
      contextVariables: request.context ?? {},
    },
    identityPolicies: isAnonymous ? [] : [ALLOW_ALL],
    serviceControlPolicies: [],
    resourceControlPolicies: rcps.length ? [{ orgIdentifier: "root", policies: rcps }] : [],
    resourcePolicy: request.policy,
  };
}

/** Return what iam-simulate says to one request. */
export async function simulate(request) {
  try {
    const result = await runSimulation(simulationOf(request), {});
    if (result.resultType === "error") {
      return { allowed: false, ignored: [], error: JSON.stringify(result.errors) };
    }
    return {
      allowed: result.overallResult === "Allowed",
      ignored: result.result?.ignoredContextKeys ?? [],
      error: null,
    };
  } catch (error) {
    return { allowed: false, ignored: [], error: String(error) };
  }
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  for await (const line of createInterface({ input: process.stdin })) {
    process.stdout.write(`${JSON.stringify(await simulate(JSON.parse(line)))}\n`);
  }
}
