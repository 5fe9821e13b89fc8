// The check of a disclosure, step by step as docs/disclosure.md has it, with WebCrypto and nothing from outside.
// It refuses what the command refuses, by the same names; time stamps alone are not looked at here.

class Refused extends Error {
  constructor(name, why) { super(why); this.step = name; this.why = why; }
}

async function step(name, made) {
  try { return await made(); }
  catch (error) {
    if (error instanceof Malformed) throw new Refused(name, error.message);
    throw error;
  }
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

async function whole(bytes, policy, told) {
  const value = await step("not_canonical", () => readCanonical(bytes));
  await pause();
  const file = await step("members", () => readMembers(value));
  if (value.document !== DOCUMENT || value.version !== VERSION) throw new Refused("version", "another version");
  const jwt = await step("sd_jwt", () => readJwt(file.sdJwt));
  if (jwt.payload.records.length !== file.records.length) throw new Refused("sd_jwt", "another number of records");
  // All keys of the name are read before one is chosen: the order of the policy's lines must not decide.
  const named = policy.issuers.filter((one) => one.name === jwt.payload.iss);
  const keys = await step("issuer_unknown", () => named.map((one) => pointOf(one.spki)));
  const thumbprints = await Promise.all(keys.map(thumbprint));
  const key = keys[thumbprints.indexOf(jwt.kid)];
  if (key === undefined) throw new Refused("issuer_unknown", "the policy names no such issuer with this key");
  if (!await issuerSigned(key, jwt.signature, jwt.signed)) throw new Refused("issuer_signature", "the signature does not fit");
  const note = await step("checkpoint", () => parseNote(file.checkpoint));
  const head = await step("checkpoint", () => parseCheckpoint(note.text));
  if (!ascending(note.lines)) throw new Refused("checkpoint", "signature lines in another order, or twice");
  if (head.origin !== jwt.payload.origin) throw new Refused("checkpoint", "another log than the issuer names");
  const logs = policy.logs.map((one) => one.key).filter((one) => one.name === head.origin);
  if (logs.length === 0) throw new Refused("log_unknown", "the policy names no such log");
  const witnesses = policy.witnesses.map((one) => one.key);
  const byWhom = (signature) => [...logs, ...witnesses].find((one) => one.name === signature.name && one.id === signature.id);
  const stranger = note.signatures.find((one) => byWhom(one) === undefined);
  if (stranger !== undefined) {
    // A name that the policy does not have either is whatever somebody wrote: it is not repeated.
    const name = [...logs, ...witnesses].some((one) => one.name === stranger.name) ? stranger.name : "";
    throw new Refused("signature_unknown", "the policy does not name the key " + name + "+" + stranger.id);
  }
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
  const disclosed = await step("disclosures", () => resolve(jwt.payload.records, jwt.disclosures,
    (done, all) => told("reading", done, all)));
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
// `told` hears what is being done, and how much of it is; whatever it throws ends the check.
async function verify(bytes, policy, told = () => {}) {
  let read;
  try { read = await whole(bytes, policy, told); }
  catch (error) {
    if (!(error instanceof Refused)) throw error;
    return { refusals: [{ name: error.step, why: error.why, record: null }], proven: null, records: [] };
  }
  const refusals = [];
  const records = await inPortions(read.jwt.payload.records, async (record, at) => {
    const said = read.disclosed[at];
    let refusal = null;
    try { await checkRecord(record, read.file.records[at], said, read.head); }
    catch (error) {
      if (!(error instanceof Refused)) throw error;
      refusal = { name: error.step, why: error.why, record: at };
      refusals.push(refusal);
    }
    const shown = [...Object.keys(said.claims), ...(said.items === null ? [] : ["items"])];
    return { record, refusal, claims: said.claims, items: said.items,
      withheld: record.given.filter((name) => !shown.includes(name)), notGiven: GIVEN.filter((name) => !record.given.includes(name)) };
  }, (done, all) => told("checking", done, all));
  const { sd_jwt: _, ...rest } = read.file.value;
  if (toBase64url(await sha256(UTF8.encode(canonical(rest)))) !== read.jwt.payload.beside) {
    refusals.push({ name: "beside", why: "not what the issuer signed", record: null });
  }
  return { refusals, records, proven: { issuer: read.jwt.payload.iss, issuedAt: read.jwt.payload.iat, origin: read.head.origin,
    size: read.head.size, witnesses: [...read.seen], stamps: read.file.value.time_stamps.length, coverage: read.jwt.payload.coverage } };
}
