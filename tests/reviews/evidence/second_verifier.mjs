// A second verifier, of another kind: Node's own crypto, and the tree by its definition.
import { createHash, createPublicKey, verify } from "node:crypto";
import { readFileSync } from "node:fs";

const sha = (...parts) => {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part);
  return hash.digest();
};

// Stored entries only, read from the central directory at the end.
function unzip(bytes) {
  const files = new Map();
  let end = bytes.lastIndexOf(Buffer.from("PK\x05\x06", "latin1"));
  let at = bytes.readUInt32LE(end + 16);
  for (let left = bytes.readUInt16LE(end + 10); left > 0; left--) {
    const [method, size] = [bytes.readUInt16LE(at + 10), bytes.readUInt32LE(at + 20)];
    const [name, extra] = [bytes.readUInt16LE(at + 28), bytes.readUInt16LE(at + 30)];
    const local = bytes.readUInt32LE(at + 42);
    const start = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
    if (method !== 0) throw new Error("compressed");
    files.set(bytes.toString("utf8", at + 46, at + 46 + name), bytes.subarray(start, start + size));
    at += 46 + name + extra + bytes.readUInt16LE(at + 32);
  }
  return files;
}

const linesOf = (body) => body.toString("utf8").split("\n").slice(0, -1);
const leaf = (line) => sha(Buffer.of(0), Buffer.from(line, "utf8"));

function rootOf(leaves) {
  if (leaves.length === 0) return sha();
  if (leaves.length === 1) return leaves[0];
  let split = 1;
  while (split * 2 < leaves.length) split *= 2;
  return sha(Buffer.of(1), rootOf(leaves.slice(0, split)), rootOf(leaves.slice(split)));
}

function holds(condition, why) {
  if (!condition) throw new Error(why);
}

function check(files) {
  const envelope = JSON.parse(files.get("manifest.dsse.json"));
  const payload = Buffer.from(envelope.payload, "base64");
  const told = JSON.parse(payload);
  const head = `DSSEv1 ${envelope.payloadType.length} ${envelope.payloadType} ${payload.length} `;
  const message = Buffer.concat([Buffer.from(head), payload]);
  const raw = Buffer.from(told.predicate.signed_with, "base64");
  const der = Buffer.concat([Buffer.from("302a300506032b6570032100", "hex"), raw]);
  const key = createPublicKey({ key: der, format: "der", type: "spki" });
  const signature = Buffer.from(envelope.signatures[0].sig, "base64");
  holds(verify(null, message, key, signature), "signature");
  holds(message.equals(files.get("openssl/message")), "openssl message");
  holds(signature.equals(files.get("openssl/signature")), "openssl signature");
  const spki = createPublicKey(files.get("openssl/key.pem")).export({ format: "der", type: "spki" });
  holds(spki.equals(der), "openssl key");
  holds(files.size === told.subject.length + 4, "another number of files");
  for (const { name, digest } of told.subject) {
    holds(sha(files.get(name)).toString("hex") === digest.sha256, name);
  }
  for (const [name, { size, root }] of Object.entries(told.predicate.trees)) {
    const leaves = linesOf(files.get(name)).map(leaf);
    holds(leaves.length === size && rootOf(leaves).toString("hex") === root, `tree of ${name}`);
  }
}

try {
  check(unzip(readFileSync(process.argv[2])));
} catch {
  process.exitCode = 1;
}
