// The file's members, the SD-JWT in it, and what its disclosures say of each record (RFC 9901).

const CLAIMS_OF_ENTRY = ["person", "recipient", "items", "time", "ground_and_evidence", "manner", "judgement"];
const GIVEN = ["basis_and_duty", "evidence", "items", "manner", "person", "recipient", "statement", "time", "verdict_and_policy"];
const NESTED = { ground_and_evidence: ["statement", "evidence"], judgement: ["basis_and_duty", "verdict_and_policy"] };
const LAST_SECOND = 253402300799;
const MOST_ENTRY_BYTES = 65535;

const PROVEN = { entry: "text", index: "integer", proof: "list" };
function proven(said) {
  const entry = UTF8.encode(said.entry);
  expect(entry.length <= MOST_ENTRY_BYTES, "an entry is too long");
  return { entry, index: said.index, proof: texts(said.proof).map((one) => decoded(one, 32)) };
}
async function readMembers(value) {
  exactly(value, { checkpoint: "text", document: "text", issuer_key: "object", records: "list", sd_jwt: "text",
    time_stamps: "list", version: "integer" });
  exactly(value.issuer_key, { ...PROVEN, opening: "text" });
  const file = { value, anchor: proven(value.issuer_key), opening: value.issuer_key.opening,
    records: await inPortions(value.records, (one) => proven(exactly(one, PROVEN))), checkpoint: value.checkpoint, sdJwt: value.sd_jwt };
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
async function readJwt(written) {
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
  await inPortions(payload.records, readRecord);
  expect(new Set(payload.records.map((one) => one.index)).size === payload.records.length, "an index twice");
  return { payload, kid: header.kid, signed: jwt[0] + "." + jwt[1], signature: fromBase64url(jwt[2], 64),
    disclosures: parts.slice(1, -1) };
}

async function resolve(records, disclosures, told) {
  expect(ascending(disclosures), "disclosures in ascending order");
  const left = new Map(), seen = new Set();
  await inPortions(disclosures, async (one) => {
    left.set(toBase64url(await sha256(UTF8.encode(one))), readCanonical(fromBase64url(one)));
  }, told);
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
  const all = await inPortions(records, (record) => {
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
