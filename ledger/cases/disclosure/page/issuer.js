// The issuer's key and its signature (ES256, of the two values of s the lower).

const ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551n;
// A P-256 key as SubjectPublicKeyInfo: everything before the point's x and y.
const SPKI_HEAD = "3059301306072a8648ce3d020106082a8648ce3d03010703420004";

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
