// The issuer's key and its signature (ES256, of the two values of s the lower).

const ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551n;
// The field of P-256 and its curve's b (FIPS 186-5, SP 800-186).
const FIELD = 0xFFFFFFFF00000001000000000000000000000000FFFFFFFFFFFFFFFFFFFFFFFFn;
const CURVE_B = 0x5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604Bn;
// A P-256 key as SubjectPublicKeyInfo: everything before the point's x and y.
const SPKI_HEAD = "3059301306072a8648ce3d020106082a8648ce3d03010703420004";

function pointOf(spki) {
  expect(hex(spki.slice(0, 27)) === SPKI_HEAD && spki.length === 91, "a P-256 key is expected");
  const x = spki.slice(27, 59), y = spki.slice(59);
  expect(onCurve(BigInt("0x" + hex(x)), BigInt("0x" + hex(y))), "a point of P-256 is expected");
  return { crv: "P-256", kty: "EC", x: toBase64url(x), y: toBase64url(y) };
}
function onCurve(x, y) { return x < FIELD && y < FIELD && (y * y - (x * x * x - 3n * x + CURVE_B)) % FIELD === 0n; }
async function thumbprint(jwk) { return toBase64url(await sha256(UTF8.encode(canonical(jwk)))); }
async function issuerSigned(jwk, signature, signed) {
  if (BigInt("0x" + hex(signature.slice(32))) > ORDER / 2n) return false;
  const key = await crypto.subtle.importKey("jwk", jwk, { name: "ECDSA", namedCurve: "P-256" }, false, ["verify"]);
  return crypto.subtle.verify({ name: "ECDSA", hash: "SHA-256" }, key, signature, UTF8.encode(signed));
}
