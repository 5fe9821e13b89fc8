// The check of a disclosure, step by step as docs/disclosure.md has it, with WebCrypto and nothing from outside.
// It refuses what the command refuses, by the same names; time stamps alone are not looked at here.
"use strict";

class Refused extends Error {
  constructor(name, why) { super(why); this.step = name; this.why = why; }
}
class Malformed extends Error {}

const UTF8 = new TextEncoder();
const CLAIMS_OF_ENTRY = ["person", "recipient", "items", "time", "ground_and_evidence", "manner", "judgement"];
const GIVEN = ["basis_and_duty", "evidence", "items", "manner", "person", "recipient", "statement", "time", "verdict_and_policy"];
const NESTED = { ground_and_evidence: ["statement", "evidence"], judgement: ["basis_and_duty", "verdict_and_policy"] };
const ED25519 = 1, COSIGNATURE = 4;
const LAST_SECOND = 253402300799;
const DEEPEST = 64, MOST_ENTRY_BYTES = 65535, MOST_SIGNATURES = 100, MOST_LINES = 1000;
const ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551n;
// A P-256 key as SubjectPublicKeyInfo: everything before the point's x and y.
const SPKI_HEAD = "3059301306072a8648ce3d020106082a8648ce3d03010703420004";

function expect(holds, what) { if (!holds) throw new Malformed(what); }

function text(bytes) {
  try { return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes); }
  catch { throw new Malformed("UTF-8 is expected"); }
}
function join(...parts) {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) { whole.set(part, at); at += part.length; }
  return whole;
}
function same(one, other) { return one.length === other.length && one.every((byte, at) => byte === other[at]); }
function hex(bytes) { return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join(""); }
async function sha256(bytes) { return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)); }

function toBase64(bytes) {
  let binary = "";
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary);
}
function toBase64url(bytes) { return toBase64(bytes).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, ""); }
function decoded(written, length) {
  let binary;
  try { binary = atob(written); } catch { throw new Malformed("base64 is expected"); }
  const bytes = Uint8Array.from(binary, (character) => character.charCodeAt(0));
  expect(toBase64(bytes) === written && (length === undefined || bytes.length === length), "another spelling of bytes");
  return bytes;
}
function fromBase64url(written, length) {
  expect(typeof written === "string" && /^[A-Za-z0-9_-]*$/.test(written), "base64url is expected");
  const bytes = decoded(written.replace(/-/g, "+").replace(/_/g, "/") + "=".repeat((4 - (written.length % 4)) % 4));
  expect(toBase64url(bytes) === written && (length === undefined || bytes.length === length), "another spelling of bytes");
  return bytes;
}

// Canonical JSON (RFC 8785) within the limits of the format.
function canonical(value, depth = 0) {
  expect(depth <= DEEPEST, "nested too deep");
  if (value === null || typeof value === "boolean") return String(value);
  if (typeof value === "number") {
    expect(Number.isSafeInteger(value), "an integer is expected");
    return JSON.stringify(value);
  }
  if (typeof value === "string") {
    expect(value.isWellFormed(), "a lone surrogate");
    return JSON.stringify(value);
  }
  if (Array.isArray(value)) return "[" + value.map((one) => canonical(one, depth + 1)).join(",") + "]";
  const names = Object.keys(value).sort();
  // eslint-disable-next-line no-control-regex
  expect(names.every((name) => /^[\x00-\x7f]*$/.test(name)), "a member's name is not ASCII");
  return "{" + names.map((name) => JSON.stringify(name) + ":" + canonical(value[name], depth + 1)).join(",") + "}";
}
function readCanonical(bytes) {
  const whole = text(bytes);
  let value;
  try { value = JSON.parse(whole); } catch { throw new Malformed("JSON is expected"); }
  expect(canonical(value) === whole, "canonical JSON is expected");
  return value;
}
function isObject(value) { return value !== null && typeof value === "object" && !Array.isArray(value); }
const KINDS = {
  text: (value) => typeof value === "string", integer: (value) => Number.isSafeInteger(value),
  list: (value) => Array.isArray(value), object: isObject,
};
function exactly(value, members) {
  expect(isObject(value), "an object is expected");
  expect(canonical(Object.keys(value).sort()) === canonical(Object.keys(members).sort()), "other members");
  for (const [name, kind] of Object.entries(members)) expect(KINDS[kind](value[name]), name + " has another type");
  return value;
}
function texts(value) {
  expect(Array.isArray(value) && value.every((one) => typeof one === "string"), "texts are expected");
  return value;
}
function compareBytes(one, other) {
  const a = UTF8.encode(one), b = UTF8.encode(other);
  for (let at = 0; at < Math.min(a.length, b.length); at++) if (a[at] !== b[at]) return a[at] - b[at];
  return a.length - b.length;
}
function ascending(values) { return values.every((one, at) => at === 0 || compareBytes(values[at - 1], one) < 0); }

// Signed notes, checkpoints and policies (C2SP).
function isName(name) { return name !== "" && !/[\p{White_Space}+]/u.test(name) && ![...name].some((one) => one < " "); }
async function keyId(name, kind, key) {
  return (await sha256(join(UTF8.encode(name + "\n"), Uint8Array.of(kind), key))).slice(0, 4);
}
async function verifierKey(line) {
  const [name, told, ...rest] = line.split("+");
  const bytes = decoded(rest.join("+"), 33);
  expect(isName(name) && [ED25519, COSIGNATURE].includes(bytes[0]), "no verifier key known here");
  const key = { name, kind: bytes[0], public: bytes.slice(1) };
  key.id = hex(await keyId(name, key.kind, key.public));
  expect(told === key.id, "a verifier key whose id is not its own");
  return key;
}
function parseNote(whole) {
  expect(![...whole].some((one) => one < " " && one !== "\n"), "control characters");
  const cut = whole.lastIndexOf("\n\n");
  expect(cut >= 0 && whole.endsWith("\n") && whole.length > cut + 2, "a note ends with signatures");
  const lines = whole.slice(cut + 2, -1).split("\n");
  expect(lines.length <= MOST_SIGNATURES, "too many signatures");
  return { text: whole.slice(0, cut + 1), lines, signatures: lines.map((line) => {
    const found = /^\u2014 (\P{White_Space}+) (\P{White_Space}+)$/u.exec(line);
    expect(found !== null && isName(found[1]), "no signature line");
    const bytes = decoded(found[2]);
    expect(bytes.length > 4, "a signature is too short");
    return { name: found[1], id: hex(bytes.slice(0, 4)), blob: bytes.slice(4) };
  }) };
}
function parseCheckpoint(written) {
  const lines = written.split("\n");
  expect(lines.length === 4 && lines[3] === "" && lines[0] !== "" && /^(0|[1-9][0-9]{0,15})$/.test(lines[1]), "three lines");
  const size = Number(lines[1]);
  expect(Number.isSafeInteger(size), "a size beyond what this page can count");
  return { origin: lines[0], size, root: decoded(lines[2], 32) };
}
async function checkSignature(key, note, signature) {
  const timed = key.kind === COSIGNATURE ? 8 : 0;
  expect(signature.blob.length === timed + 64, "a signature of another length");
  let at = null, signed = note;
  if (timed) {
    const time = new DataView(signature.blob.buffer, signature.blob.byteOffset).getBigUint64(0);
    expect(time < 2n ** 63n, "a cosignature of no time");
    at = Number(time);
    signed = "cosignature/v1\ntime " + time + "\n" + note;
  }
  const made = await crypto.subtle.importKey("raw", key.public, "Ed25519", false, ["verify"]);
  expect(await crypto.subtle.verify("Ed25519", made, signature.blob.slice(timed), UTF8.encode(signed)), "a signature does not fit");
  return at;
}
async function parsePolicy(bytes) {
  const policy = { logs: [], witnesses: [], groups: new Map(), quorum: null, issuers: [], authorities: [],
    fingerprint: hex(await sha256(bytes)) };
  const known = (name) => policy.groups.has(name) || policy.witnesses.some((one) => one.name === name);
  const fresh = (name) => expect(name !== "none" && !known(name), "a name given twice");
  const add = async (line, kind) => {
    const key = await verifierKey(line);
    expect(key.kind === kind, "a key of another kind");
    const others = [...policy.logs.map((one) => one.key), ...policy.witnesses.map((one) => one.key)];
    expect(!others.some((one) => same(one.public, key.public)), "a key named twice");
    return key;
  };
  // By its octets: lines end with a line feed, words stand between spaces and tabs, whatever Unicode takes for either.
  const written = text(bytes);
  // eslint-disable-next-line no-control-regex
  expect(!/[\x00-\x08\x0b-\x1f\x7f]/.test(written), "control characters");
  const lines = written.split("\n");
  expect(lines.length <= MOST_LINES, "the policy is too long");
  for (const line of lines) {
    const words = line.split(/[\t ]+/).filter((word) => word !== "");
    if (words.length === 0 || words[0].startsWith("#")) continue;
    const [what, name, ...rest] = words;
    if (what === "log" && rest.length <= 1 && name) {
      policy.logs.push({ key: await add(name, ED25519) });
    } else if (what === "witness" && (rest.length === 1 || rest.length === 2)) {
      fresh(name);
      policy.witnesses.push({ name, key: await add(rest[0], COSIGNATURE) });
    } else if (what === "group" && rest.length >= 2) {
      fresh(name);
      const [least, ...members] = rest;
      expect(members.every(known) && new Set(members).size === members.length, "a member unknown or twice");
      expect(!members.some((one) => [...policy.groups.values()].some((other) => other.members.includes(one))), "a member of two groups");
      const count = least === "any" ? 1 : least === "all" ? members.length : /^[1-9][0-9]{0,3}$/.test(least) ? Number(least) : 0;
      expect(count >= 1 && count <= members.length, "a group that can never hold, or always does");
      policy.groups.set(name, { least: count, members });
    } else if (what === "quorum" && rest.length === 0 && name && policy.quorum === null) {
      expect(name === "none" || known(name), "a name that no earlier line gives");
      policy.quorum = name;
    } else if (what === "issuer" && rest.length === 1) {
      const spki = decoded(rest[0]);
      expect(!policy.issuers.some((one) => one.name === name && same(one.spki, spki)), "an issuer named twice");
      policy.issuers.push({ name, spki });
    } else if (what === "authority" && rest.length === 1 && !policy.authorities.includes(name)) {
      decoded(rest[0]);
      policy.authorities.push(name);
    } else {
      throw new Malformed("a statement that is not known");
    }
  }
  expect(policy.quorum !== null, "the policy names no quorum");
  return policy;
}
function holds(policy, name, seen) {
  const group = policy.groups.get(name);
  return group ? group.members.filter((one) => holds(policy, one, seen)).length >= group.least : seen.has(name);
}

// The tree (RFC 9162, 2.1).
async function leafHash(entry) { return sha256(join(Uint8Array.of(0), entry)); }
async function nodeHash(left, right) { return sha256(join(Uint8Array.of(1), left, right)); }
async function checkInclusion(leaf, index, size, path, root) {
  expect(index >= 0 && index < size, "the index is not in the tree");
  let node = index, last = size - 1, digest = leaf;
  for (const sibling of path) {
    expect(last !== 0, "the path is too long");
    if (node % 2 === 1 || node === last) {
      digest = await nodeHash(sibling, digest);
      while (node % 2 === 0 && node !== 0) { node = Math.floor(node / 2); last = Math.floor(last / 2); }
    } else {
      digest = await nodeHash(digest, sibling);
    }
    node = Math.floor(node / 2);
    last = Math.floor(last / 2);
  }
  expect(last === 0 && same(digest, root), "the path does not lead to the root");
}

// The issuer's signature (ES256, of the two values of s the lower).
function pointOf(spki) {
  expect(hex(spki.slice(0, 27)) === SPKI_HEAD && spki.length === 91, "a P-256 key is expected");
  return { crv: "P-256", kty: "EC", x: toBase64url(spki.slice(27, 59)), y: toBase64url(spki.slice(59)) };
}
async function thumbprint(jwk) { return toBase64url(await sha256(UTF8.encode(canonical(jwk)))); }
async function issuerSigned(jwk, signature, signed) {
  if (BigInt("0x" + hex(signature.slice(32))) > ORDER / 2n) return false;
  try {
    const key = await crypto.subtle.importKey("jwk", jwk, { name: "ECDSA", namedCurve: "P-256" }, false, ["verify"]);
    return await crypto.subtle.verify({ name: "ECDSA", hash: "SHA-256" }, key, signature, UTF8.encode(signed));
  } catch { return false; }  // a point that is not on the curve
}

async function step(name, made) {
  try { return await made(); }
  catch (error) {
    if (error instanceof Malformed) throw new Refused(name, error.message);
    throw error;
  }
}

const PROVEN = { entry: "text", index: "integer", proof: "list" };
function proven(said) {
  const entry = UTF8.encode(said.entry);
  expect(entry.length <= MOST_ENTRY_BYTES, "an entry is too long");
  return { entry, index: said.index, proof: texts(said.proof).map((one) => decoded(one, 32)) };
}
function readMembers(value) {
  exactly(value, { checkpoint: "text", document: "text", issuer_key: "object", records: "list", sd_jwt: "text",
    time_stamps: "list", version: "integer" });
  exactly(value.issuer_key, { ...PROVEN, opening: "text" });
  const file = { value, anchor: proven(value.issuer_key), opening: value.issuer_key.opening,
    records: value.records.map((one) => proven(exactly(one, PROVEN))), checkpoint: value.checkpoint, sdJwt: value.sd_jwt };
  texts(value.time_stamps).forEach((one) => decoded(one));
  return file;
}

function checkPlain(value) {
  if (isObject(value)) {
    expect(!("_sd" in value) && !("..." in value), "digests inside a value");
    Object.values(value).forEach(checkPlain);
  } else if (Array.isArray(value)) value.forEach(checkPlain);
}
function readRecord(value) {
  exactly(value, { _sd: "list", amendments: "list", entry_id: "text", given: "list", index: "integer", role: "text" });
  texts(value._sd).forEach((one) => fromBase64url(one, 32));
  expect(value._sd.length === CLAIMS_OF_ENTRY.length && ascending(value._sd), "seven digests, ascending");
  expect(texts(value.given).every((one) => GIVEN.includes(one)) && ascending(value.given), "names of claims, ascending");
  for (const one of value.amendments) {
    exactly(one, { action: "text", made_at: "text" });
    expect(["correct", "void"].includes(one.action), "an unknown action");
  }
  expect(["provider", "recipient"].includes(value.role), "an unknown role");
  expect(/^[0-9a-f]{32}$/.test(value.entry_id) && value.index >= 0, "an entry's id and index");
  return value;
}
function readJwt(written) {
  const parts = written.split("~");
  expect(parts.length >= 2 && parts[parts.length - 1] === "", "a compact SD-JWT without key binding");
  const jwt = parts[0].split(".");
  expect(jwt.length === 3, "a compact SD-JWT");
  const header = exactly(readCanonical(fromBase64url(jwt[0])), { alg: "text", kid: "text", typ: "text" });
  expect(header.alg === "ES256" && header.typ === "person-disclosure+sd-jwt", "ES256 of this kind");
  const payload = exactly(readCanonical(fromBase64url(jwt[1])), { _sd_alg: "text", beside: "text", coverage: "object",
    iat: "integer", iss: "text", origin: "text", records: "list" });
  expect(payload._sd_alg === "sha-256", "sha-256");
  expect(payload.iat >= 0 && payload.iat <= LAST_SECOND, "a time before the year 10000");
  fromBase64url(payload.beside, 32);
  checkPlain(payload.coverage);
  payload.records.forEach(readRecord);
  expect(new Set(payload.records.map((one) => one.index)).size === payload.records.length, "an index twice");
  return { payload, kid: header.kid, signed: jwt[0] + "." + jwt[1], signature: fromBase64url(jwt[2], 64),
    disclosures: parts.slice(1, -1) };
}

async function resolve(records, disclosures) {
  expect(ascending(disclosures), "disclosures in ascending order");
  const left = new Map(), seen = new Set();
  for (const one of disclosures) left.set(toBase64url(await sha256(UTF8.encode(one))), readCanonical(fromBase64url(one)));
  const see = (digest) => {
    fromBase64url(digest, 32);
    expect(!seen.has(digest), "a digest twice");
    seen.add(digest);
  };
  const salt = (one) => { expect(typeof one === "string", "a salt is expected"); fromBase64url(one, 16); };
  const take = (digests, names) => {
    const found = [], told = new Set();
    for (const digest of digests) {
      see(digest);
      if (!left.has(digest)) continue;
      const said = left.get(digest);
      left.delete(digest);
      expect(Array.isArray(said) && said.length === 3 && names.includes(said[1]) && !told.has(said[1]), "in another's place");
      salt(said[0]);
      told.add(said[1]);
      found.push([digest, said[1], said[2]]);
    }
    return found;
  };
  const all = records.map((record) => {
    const named = {}, claims = {};
    let items = null;
    for (const [digest, name, value] of take(record._sd, CLAIMS_OF_ENTRY)) {
      named[name] = digest;
      if (name in NESTED) {
        const inside = texts(exactly(value, { _sd: "list" })._sd);
        expect(inside.length === NESTED[name].length, "two digests");
        for (const [, half, said] of take(inside, NESTED[name])) claims[half] = said;
      } else if (name === "items") {
        expect(Array.isArray(value), "data items are expected");
        items = value.map((one) => {
          const digest = exactly(one, { "...": "text" })["..."];
          see(digest);
          if (!left.has(digest)) return null;
          const said = left.get(digest);
          left.delete(digest);
          expect(Array.isArray(said) && said.length === 2 && isObject(said[1]), "in another's place");
          salt(said[0]);
          checkPlain(said[1]);
          return said[1];
        });
      } else claims[name] = value;
    }
    for (const [name, value] of Object.entries(claims)) {
      const fits = name === "evidence" ? Array.isArray(value) : isObject(value) || (name === "person" && value === null);
      expect(fits, name + " has another type");
      checkPlain(value);
    }
    return { named, claims, items };
  });
  expect(left.size === 0, "a disclosure that no digest refers to");
  return all;
}

function recordEntry(bytes) {
  const entry = exactly(readCanonical(bytes), { as_of: "integer", claims: "object", engine: "text", id: "text", kind: "text",
    law: "text", refs: "list", v: "integer" });
  exactly(entry.claims, Object.fromEntries(CLAIMS_OF_ENTRY.map((name) => [name, "text"])));
  expect(entry.kind === "record" && entry.v === 1 && entry.refs.length === 0 && /^[0-9a-f]{32}$/.test(entry.id), "no record");
  Object.values(entry.claims).forEach((one) => fromBase64url(one, 32));
  return entry;
}
async function keyEntry(file) {
  const entry = exactly(readCanonical(file.anchor.entry), { claims: "object", id: "text", kind: "text", refs: "list", v: "integer" });
  exactly(entry.claims, { body: "text" });
  expect(entry.kind === "key" && entry.v === 1 && /^[0-9a-f]{32}$/.test(entry.id), "no key entry");
  expect(texts(entry.refs).every((one) => /^[0-9a-f]{32}$/.test(one)), "ids of entries");
  const opening = readCanonical(fromBase64url(file.opening));
  expect(Array.isArray(opening) && opening.length === 3 && opening[1] === "body" && typeof opening[0] === "string", "no opening");
  fromBase64url(opening[0], 16);
  expect(toBase64url(await sha256(UTF8.encode(file.opening))) === entry.claims.body, "the opening is not the entry's");
  const said = exactly(opening[2], { issuer: "text", jwk: "object", valid_from: "integer" });
  exactly(said.jwk, { crv: "text", kty: "text", x: "text", y: "text" });
  fromBase64url(said.jwk.x, 32);
  fromBase64url(said.jwk.y, 32);
  return said;
}

async function whole(bytes, policy) {
  const value = await step("not_canonical", () => readCanonical(bytes));
  const file = await step("members", () => readMembers(value));
  if (value.document !== "provision-ledger/person-disclosure" || value.version !== 1) throw new Refused("version", "another version");
  const jwt = await step("sd_jwt", () => readJwt(file.sdJwt));
  if (jwt.payload.records.length !== file.records.length) throw new Refused("sd_jwt", "another number of records");
  let key = null;
  for (const issuer of policy.issuers.filter((one) => one.name === jwt.payload.iss)) {
    const jwk = await step("issuer_unknown", () => pointOf(issuer.spki));
    if (await thumbprint(jwk) === jwt.kid) { key = jwk; break; }
  }
  if (key === null) throw new Refused("issuer_unknown", "the policy names no such issuer with this key");
  if (!await issuerSigned(key, jwt.signature, jwt.signed)) throw new Refused("issuer_signature", "the signature does not fit");
  const note = await step("checkpoint", () => parseNote(file.checkpoint));
  const head = await step("checkpoint", () => parseCheckpoint(note.text));
  if (!ascending(note.lines)) throw new Refused("checkpoint", "signature lines in another order, or twice");
  if (head.origin !== jwt.payload.origin) throw new Refused("checkpoint", "another log than the issuer names");
  const logs = policy.logs.map((one) => one.key).filter((one) => one.name === head.origin);
  if (logs.length === 0) throw new Refused("log_unknown", "the policy names no such log");
  const witnesses = policy.witnesses.map((one) => one.key);
  const byWhom = (signature) => [...logs, ...witnesses].find((one) => one.name === signature.name && one.id === signature.id);
  if (!note.signatures.every(byWhom)) throw new Refused("signature_unknown", "a key that the policy does not name");
  const seen = new Map();
  let signedByLog = false;
  for (const signature of note.signatures) {
    const by = byWhom(signature);
    const at = await step("signature", () => checkSignature(by, note.text, signature));
    if (at === null) signedByLog = true;
    else seen.set(policy.witnesses.find((one) => one.key === by).name, at);
  }
  if (!signedByLog) throw new Refused("signature", "the log has not signed");
  if (policy.quorum !== "none" && !holds(policy, policy.quorum, seen)) throw new Refused("quorum", "too few witnesses");
  const said = await step("issuer_key", () => keyEntry(file));
  if (said.issuer !== jwt.payload.iss || canonical(said.jwk) !== canonical(key)) throw new Refused("issuer_key", "another key");
  if (said.valid_from > jwt.payload.iat) throw new Refused("issuer_key", "the key was not valid yet");
  await step("issuer_key", async () => checkInclusion(await leafHash(file.anchor.entry), file.anchor.index, head.size, file.anchor.proof, head.root));
  const disclosed = await step("disclosures", () => resolve(jwt.payload.records, jwt.disclosures));
  return { file, jwt, head, seen, disclosed };
}
async function checkRecord(record, proven, said, head) {
  const entry = await step("record_entry", () => recordEntry(proven.entry));
  if (entry.id !== record.entry_id || proven.index !== record.index) throw new Refused("record_place", "another entry or index");
  if (canonical(Object.values(entry.claims).sort()) !== canonical(record._sd)) throw new Refused("record_digests", "other digests");
  await step("record_proof", async () => checkInclusion(await leafHash(proven.entry), proven.index, head.size, proven.proof, head.root));
  for (const [name, digest] of Object.entries(said.named)) {
    if (entry.claims[name] !== digest) throw new Refused("claim_name", "under another name than in the log");
  }
  const shown = [...Object.keys(said.claims), ...(said.items === null ? [] : ["items"])];
  if (!shown.every((name) => record.given.includes(name))) throw new Refused("not_given", "a claim that was not given");
}

// Returns {refusals: [{name, why, record}], proven, records}: accepted where nothing was refused.
async function verify(bytes, policy) {
  let read;
  try { read = await whole(bytes, policy); }
  catch (error) {
    if (!(error instanceof Refused)) throw error;
    return { refusals: [{ name: error.step, why: error.why, record: null }], proven: null, records: [] };
  }
  const refusals = [];
  const records = [];
  for (const [at, record] of read.jwt.payload.records.entries()) {
    const said = read.disclosed[at];
    let refusal = null;
    try { await checkRecord(record, read.file.records[at], said, read.head); }
    catch (error) {
      if (!(error instanceof Refused)) throw error;
      refusal = { name: error.step, why: error.why, record: at };
      refusals.push(refusal);
    }
    const shown = [...Object.keys(said.claims), ...(said.items === null ? [] : ["items"])];
    records.push({ record, refusal, claims: said.claims, items: said.items,
      withheld: record.given.filter((name) => !shown.includes(name)), notGiven: GIVEN.filter((name) => !record.given.includes(name)) });
  }
  const { sd_jwt: _, ...rest } = read.file.value;
  if (toBase64url(await sha256(UTF8.encode(canonical(rest)))) !== read.jwt.payload.beside) {
    refusals.push({ name: "beside", why: "not what the issuer signed", record: null });
  }
  return { refusals, records, proven: { issuer: read.jwt.payload.iss, issuedAt: read.jwt.payload.iat, origin: read.head.origin,
    size: read.head.size, witnesses: [...read.seen], stamps: read.file.value.time_stamps.length, coverage: read.jwt.payload.coverage } };
}
