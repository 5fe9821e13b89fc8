// Signed notes, checkpoints and the signatures under them (C2SP signed-note, tlog-checkpoint, tlog-cosignature).

const ED25519 = 1, COSIGNATURE = 4;
const MOST_SIGNATURES = 100;
const EDWARDS_FIELD = 2n ** 255n - 19n;
// The y of each point whose order divides 8.
const SMALL_ORDER = [0n, 1n, EDWARDS_FIELD - 1n,
  0x05FC536D880238B13933C6D305ACDFD5F098EFF289F4C345B027B2C28F95E826n,
  0x7A03AC9277FDC74EC6CC392CFA53202A0F67100D760B3CBA4FD84D3D706A17C7n];

function isName(name) { return name !== "" && !/[\p{White_Space}+]/u.test(name) && ![...name].some((one) => one < " "); }
// As ledger/log/edwards.py has it: of small order, or a second spelling of a point. Browsers differ in what they refuse.
function isWeak(point) {
  const y = BigInt("0x" + hex([...point].reverse())) & (2n ** 255n - 1n);
  return y >= EDWARDS_FIELD || SMALL_ORDER.includes(y);
}
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
  expect(!isWeak(key.public), "a verifier key under which more than one text has the same signature");
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
  expect(lines.length === 4 && lines[3] === "" && lines[0] !== "" && /^(0|[1-9][0-9]{0,18})$/.test(lines[1]), "three lines");
  const size = BigInt(lines[1]);
  expect(size < 2n ** 63n, "a size beyond 2^63");
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
  expect(!isWeak(signature.blob.subarray(timed, timed + 32)), "a signature that begins with a point of small order");
  const made = await crypto.subtle.importKey("raw", key.public, "Ed25519", false, ["verify"]);
  expect(await crypto.subtle.verify("Ed25519", made, signature.blob.slice(timed), UTF8.encode(signed)), "a signature does not fit");
  return at;
}
