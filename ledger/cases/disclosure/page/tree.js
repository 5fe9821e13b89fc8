// Inclusion in the tree (RFC 9162, 2.1). A size is a BigInt: it may be beyond what a number here counts exactly.

async function leafHash(entry) { return sha256(join(Uint8Array.of(0), entry)); }
async function nodeHash(left, right) { return sha256(join(Uint8Array.of(1), left, right)); }
async function checkInclusion(leaf, index, size, path, root) {
  let node = BigInt(index), last = size - 1n, digest = leaf;
  expect(node >= 0n && node < size, "the index is not in the tree");
  for (const sibling of path) {
    expect(last !== 0n, "the path is too long");
    if (node % 2n === 1n || node === last) {
      digest = await nodeHash(sibling, digest);
      while (node % 2n === 0n && node !== 0n) { node >>= 1n; last >>= 1n; }
    } else {
      digest = await nodeHash(digest, sibling);
    }
    node >>= 1n;
    last >>= 1n;
  }
  expect(last === 0n && same(digest, root), "the path does not lead to the root");
}
