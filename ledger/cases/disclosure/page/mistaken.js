// What somebody may have chosen in the place of a disclosure, or of a trust policy. Says only why bytes that are refused
// anyway are no file of the kind expected: nothing is accepted by what is said here.

const DOCUMENT = "provision-ledger/person-disclosure";
const VERSION = 1;
// The steps that refuse whatever is not of the form of a disclosure of this version.
const OF_FORM = ["not_canonical", "members", "version"];
const BEGINNINGS = [
  [0, "\x89PNG", "picture"], [0, "\xff\xd8\xff", "picture"], [0, "GIF8", "picture"],
  [0, "II*\x00", "picture"], [0, "MM\x00*", "picture"], [8, "WEBP", "picture"], [4, "ftyp", "picture"],
  [0, "%PDF-", "pdf"], [0, "PK\x03\x04", "archive"],
];

function newer(written) {
  let value;
  try { value = JSON.parse(written); } catch { return false; }
  return isObject(value) && value.document === DOCUMENT && Number.isSafeInteger(value.version) && value.version > VERSION;
}
// Returns what the bytes are instead of a disclosure of this version; null: it may be one, however much was changed.
function mistaken(bytes) {
  if (bytes.length === 0) return "empty";
  const head = String.fromCharCode(...bytes.subarray(0, 16));
  for (const [at, beginning, kind] of BEGINNINGS) if (head.startsWith(beginning, at)) return kind;
  let written;
  try { written = new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes); } catch { return "other"; }  // too long for a text
  if (newer(written)) return "newer";
  if (written.includes(DOCUMENT) || written.includes('"sd_jwt":')) return null;
  if (/(?:^|\n)[\t ]*quorum[\t ]+[^\t\n\r ]/.test(written)) return "policy";
  return /^[\ufeff\t\n\r ]*<(?:!doctype html|html)[ >]/i.test(written) ? "page" : "other";
}
function refusedAs(outcome, bytes) {
  return outcome.refusals.length === 1 && OF_FORM.includes(outcome.refusals[0].name) ? mistaken(bytes) : null;
}
// What stands in the place of a policy that could not be read, as the command names it.
function unreadPolicy(policy, file) {
  const kind = mistaken(policy);
  if (kind !== null && kind !== "newer") return kind;
  return file !== null && mistaken(file) === "policy" ? "swapped" : "disclosure";
}
