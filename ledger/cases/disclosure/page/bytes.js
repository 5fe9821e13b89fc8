// Reading so that every value has one spelling: bytes, base64, canonical JSON (RFC 8785), exact members.

class Malformed extends Error {}

const UTF8 = new TextEncoder();
const DEEPEST = 64;

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
  expect(written.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(written), "base64 is expected");
  let binary;
  try { binary = atob(written); } catch { throw new Malformed("base64 is expected"); }
  // Only the last four characters could be written otherwise for the same bytes: bits that no byte takes.
  const last = binary.slice(Math.max(0, (written.length / 4 - 1) * 3));
  expect(btoa(last) === written.slice(-4) && (length === undefined || binary.length === length), "another spelling of bytes");
  const bytes = new Uint8Array(binary.length);
  for (let at = 0; at < bytes.length; at++) bytes[at] = binary.charCodeAt(at);
  return bytes;
}
function fromBase64url(written, length) {
  expect(typeof written === "string" && /^[A-Za-z0-9_-]*$/.test(written), "base64url is expected");
  return decoded(written.replace(/-/g, "+").replace(/_/g, "/") + "=".repeat((4 - (written.length % 4)) % 4), length);
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
