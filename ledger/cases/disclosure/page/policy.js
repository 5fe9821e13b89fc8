// The trust policy (C2SP tlog-policy, and who issues): whom the reader trusts.

const MOST_LINES = 1000;

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
