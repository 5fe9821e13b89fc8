// Inclusion in the tree (RFC 9162, 2.1).

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
