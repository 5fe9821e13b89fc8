// What the page shows. Everything that comes from a file is put in as text, never as markup.

const find = (id) => document.getElementById(id);
const chosen = { file: null, policy: null };
const asked = { file: 0, policy: 0 };
let turn = 0;
class Superseded extends Error {}

function element(name, content, attributes = {}) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  for (const one of [content].flat()) made.append(one);
  return made;
}
function english(words, attributes = {}) { return element("span", words, { lang: "en", ...attributes }); }
function both(words) { return [words.ja, english(words.en, { class: "second" })]; }
function said(code) { return both(WORDS.page[code]); }
// What cannot be seen, or would turn the text around it, is shown by its number.
function visible(value) {
  return String(value).replace(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g,
    (one) => "〔U+" + one.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0") + "〕");
}
// Both languages of what a member is called; whatever has no words here is shown by its own name.
function named(name) {
  if (!Object.hasOwn(WORDS.members, name)) return [visible(name)];
  const words = WORDS.members[name];
  return [words.ja, "（", english(words.en), "）"];
}
function listed(values, between, made) {
  return values.flatMap((one, at) => at === 0 ? made(one) : [between, ...made(one)]);
}
function plain(value, member = "") {
  if (value === null) return ["―"];
  if (Array.isArray(value)) return value.length === 0 ? ["―"] : listed(value, "、", (one) => plain(one));
  if (typeof value === "object") {
    return listed(Object.entries(value), "／", ([name, one]) => [...named(name), "：", ...plain(one, name)]);
  }
  if (typeof value === "boolean") return value ? ["はい（", english("yes"), "）"] : ["いいえ（", english("no"), "）"];
  if (member === "ground" && Object.hasOwn(WORDS.grounds, value)) return both(WORDS.grounds[value]);
  if (member === "country" && Object.hasOwn(WORDS.countries, value)) return [...both(WORDS.countries[value]), "（" + value + "）"];
  return [(/_(at|until)$/.test(member) ? moment(value) : undefined) ?? visible(value)];
}
// One line for each member of a claim, so that none is lost in a row of words.
function facts(value) {
  if (value === null || typeof value !== "object" || Array.isArray(value)) return plain(value);
  return element("ul", Object.entries(value).map(
    ([name, one]) => element("li", [...named(name), "：", ...plain(one, name)])), { class: "facts" });
}
// A data item by its name in both languages.
function item(one) {
  if (one === null) return [element("strong", said("not_shown"), { class: "withheld" })];
  if (typeof one.ja !== "string" || typeof one.en !== "string") return [element("span", plain(one))];
  return [element("span", [visible(one.ja), english(visible(one.en), { class: "second" })])];
}
function tokyo(seconds) {
  if (seconds > LAST_SECOND) return String(seconds);  // a witness's clock may say what no calendar has
  const told = new Date(seconds * 1000).toLocaleString("sv-SE", { timeZone: "Asia/Tokyo" });
  return told + " (JST)";
}
// An instant in UTC as the file writes it, in Japan time like every other time of the page; undefined: it is none.
function moment(value) {
  const [whole, seconds, part = ""] = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(\.\d{1,9})?Z$/.exec(value) ?? [];
  if (whole === undefined) return undefined;
  const at = new Date(seconds + "Z");
  // A day that no calendar has is shown as it was written.
  if (Number.isNaN(at.getTime()) || at.toISOString().slice(0, 19) !== seconds) return undefined;
  return tokyo(at.getTime() / 1000).replace(" (JST)", part + " (JST)");
}
const ICONS = {
  accepted: ["M12 2a10 10 0 1 0 0 20a10 10 0 1 0 0-20z", "M7 12.5l3.5 3.5L17 9"],
  refused: ["M8 2h8l6 6v8l-6 6H8l-6-6V8z", "M8.5 8.5l7 7M15.5 8.5l-7 7"],
  unread: ["M12 2.5L22.5 21h-21z", "M12 9v5.5M12 17v1"],
};
function icon(kind) {
  const space = "http://www.w3.org/2000/svg";
  const drawn = document.createElementNS(space, "svg");
  drawn.setAttribute("viewBox", "0 0 24 24");
  drawn.setAttribute("aria-hidden", "true");
  for (const path of ICONS[kind]) {
    const line = document.createElementNS(space, "path");
    line.setAttribute("d", path);
    drawn.append(line);
  }
  return drawn;
}
function row(term, value) { return element("div", [element("dt", term), element("dd", value)]); }

function grouped(digest) { return digest.match(/.{4}/g).join(" "); }
// How many of what: in Japanese beside the name, in English under it.
function counted(words, count) {
  const written = count.toLocaleString("en");
  return ["（" + written + words.ja + "）", english(written + " " + words.en, { class: "second" })];
}
function folded(content) { return element("details", [element("summary", said("show")), ...content]); }

function card(one, number) {
  const kind = one.refusal === null ? "accepted" : "refused";
  const list = element("dl", [row(said("direction"), both(WORDS.roles[one.record.role]))]);
  for (const [name, words] of Object.entries(WORDS.claims)) {
    if (name === "items" && one.items !== null) {
      list.append(row(both(words), element("ul", one.items.map((each) => element("li", item(each))), { class: "facts" })));
    } else if (name in one.claims) list.append(row(both(words), facts(one.claims[name])));
    else if (one.withheld.includes(name)) list.append(row(both(words), element("strong", said("withheld"), { class: "withheld" })));
    else if (one.notGiven.includes(name)) list.append(row(both(words), element("span", said("not_given"), { class: "quiet" })));
  }
  for (const each of one.record.amendments) {
    list.append(row(both(WORDS.actions[each.action]), moment(each.made_at) ?? visible(each.made_at)));
  }
  list.append(row(said("place"), folded([element("code", String(one.record.index) + " / " + grouped(one.record.entry_id))])));
  const state = kind === "accepted" ? said("record_accepted")
    : [...both(WORDS.refusals[one.refusal.name]), element("code", one.refusal.name)];
  return element("article", [
    element("h3", [WORDS.page.record.ja + number, english(WORDS.page.record.en + " " + number, { class: "second" })]),
    element("p", [icon(kind), element("span", state)], { class: "state" }), list,
  ], { class: "card " + kind });
}
function box(kind, title, content, attributes = {}) {
  const heading = element("h2", [icon(kind), element("span", title)], { class: "state" });
  return element("section", [heading, ...content], { class: "box " + kind, ...attributes });
}
function advice([what, whatToDo]) { return box("unread", both(what), [element("p", both(whatToDo))]); }
// For whoever has no policy yet: what can be known, what cannot, and what to do.
function alone() {
  const words = WORDS.alone;
  const list = (kind, codes) => element(kind, codes.map((code) => element("li", both(words[code]))));
  return box("unread", both(words.title), [
    element("h3", both(words.known)), element("p", both(words.calls_itself)),
    element("h3", both(words.unknown)), list("ul", words.not_known), element("h3", both(words.next)), list("ol", words.to_do),
  ]);
}
async function show(outcome, used, told) {
  const accepted = outcome.refusals.length === 0;
  const kind = accepted ? "accepted" : "refused";
  const refusals = outcome.refusals.map((one) => {
    const where = one.record === null ? "" : " [" + (one.record + 1) + "]";
    // Which key it is goes beside: a policy that names it can be told from one that does not.
    const why = one.name === "signature_unknown" ? ": " + visible(one.why) : "";
    return element("p", [...both(WORDS.refusals[one.name]), element("code", one.name + why + where)], { "data-refusal": one.name });
  });
  const toDo = accepted ? [] : [element("p", both(WORDS.refused_next[outcome.refusals[0].name] ?? WORDS.page.refused_next))];
  const list = element("dl", []);
  if (outcome.proven !== null && accepted) {
    const proven = outcome.proven;
    list.append(
      row(said("issuer"), visible(proven.issuer)), row(said("issued_at"), tokyo(proven.issuedAt)),
      row(said("log"), [visible(proven.origin), ...counted(WORDS.page.entries, proven.size)]),
      ...proven.witnesses.map(([name, at]) => row(said("witness"), visible(name) + " " + tokyo(at))));
    if (proven.witnesses.length === 0) list.append(row(said("witness"), element("strong", said("no_witness"))));
    list.append(row(said("coverage"), folded([facts(proven.coverage)])));
  }
  // On paper these say what was checked, when, and by which policy.
  list.append(row(said("checked_at"), tokyo(Math.floor(Date.now() / 1000))),
    row(said("policy_hash"), element("code", grouped(used.policy))), row(said("file_hash"), element("code", grouped(used.file))));
  const parts = [box(kind, said(kind), [...refusals, ...toDo, list], { "data-accepted": String(accepted) })];
  // Nothing is shown of a file that as a whole was refused: who wrote it, nobody knows.
  const cards = element("div", []);
  if (outcome.records.length > 0) {
    const count = outcome.records.length.toLocaleString("en");
    parts.push(element("h2", [WORDS.page.records.ja + "（" + count + "件）", english(WORDS.page.records.en + " (" + count + ")", { class: "second" })]));
  }
  parts.push(cards);
  if (outcome.proven !== null && outcome.records.length === 0 && accepted) parts.push(element("p", said("no_record")));
  if (outcome.proven !== null) {
    const stamps = outcome.proven.stamps;
    parts.push(element("section", [element("h2", said("not_checked")), element("ul", [
      element("li", stamps > 0 ? [WORDS.page.stamps.ja + "（" + stamps + "件）", english(WORDS.page.stamps.en + " (" + stamps + ")", { class: "second" })]
        : said("stamps")),
      element("li", said("truth")), element("li", said("all")), element("li", said("later")), element("li", said("holder")),
    ])]));
  }
  find("result").replaceChildren(...parts);
  await inPortions(outcome.records, (one, at) => cards.append(card(accepted ? one : { ...one,
    refusal: one.refusal || outcome.refusals.find((each) => each.record === null) || outcome.refusals[0] }, at + 1)), told);
  // What is heard is the result in one sentence: whoever listens goes through the records alone.
  announce(said(kind));
  find("status").classList.add("heard");
}
// What was not checked: another kind of file, a newer version, or no policy. Neither green nor red.
function unread(made, refusal = null) {
  find("result").replaceChildren(made);
  find("result").setAttribute("aria-busy", "false");
  if (refusal !== null) {
    made.dataset.accepted = "false";
    made.dataset.refusal = refusal;
  }
  announce([...made.querySelector("h2 span").childNodes].map((one) => one.cloneNode(true)));
  find("status").classList.add("heard");
}

function announce(content) {
  find("status").classList.remove("heard");
  find("status").replaceChildren(element("p", content, { class: "note" }));
}
function tell(code) {
  find("result").replaceChildren();
  find("result").setAttribute("aria-busy", "false");
  announce(said(code));
}
// Announced at each tenth, so that whoever listens is not spoken to without end.
function progress(mine) {
  let heard = "";
  return (code, done, all) => {
    if (mine !== turn) throw new Superseded();
    const tenth = code + Math.floor(done * 10 / all);
    if (tenth === heard) return;
    heard = tenth;
    announce([...said(code), " " + Math.floor(done * 10 / all) * 10 + "%"]);
  };
}

async function run() {
  const mine = ++turn;
  const instead = chosen.file === null ? null : mistaken(chosen.file);
  if (chosen.policy === null) {
    if (chosen.file !== null) unread(instead === null ? alone() : advice(WORDS.no_disclosure[instead]));
    return;
  }
  try {
    const policy = await parsePolicy(chosen.policy);
    if (mine !== turn) return;
    // A fingerprint that was not there before was not compared, whatever the box says.
    if (find("fingerprint").dataset.of !== policy.fingerprint) find("compared").checked = false;
    find("fingerprint").dataset.of = policy.fingerprint;
    find("fingerprint").replaceChildren(...policy.fingerprint.match(/.{4}/g).map((four) => element("span", four + " ")));
    find("compare").hidden = false;
    if (chosen.file === null) return tell("choose_file");
    if (!find("compared").checked) {
      if (instead !== null) unread(advice(WORDS.no_disclosure[instead]));
      else tell("compare_first");
      return;
    }
    const told = progress(mine);
    tell("reading");
    find("result").setAttribute("aria-busy", "true");
    await pause();
    const used = { policy: policy.fingerprint, file: hex(await sha256(chosen.file)) };
    const outcome = await verify(chosen.file, policy, told);
    if (mine !== turn) return;
    const another = refusedAs(outcome, chosen.file);
    if (another !== null) return unread(advice(WORDS.no_disclosure[another]), outcome.refusals[0].name);
    await show(outcome, used, (done, all) => told("showing", done, all));
    find("result").setAttribute("aria-busy", "false");
  } catch (error) {
    if (mine !== turn) return;
    find("compare").hidden = true;
    if (!(error instanceof Malformed)) return tell("cannot_check");
    const kind = unreadPolicy(chosen.policy, chosen.file);
    unread(advice(kind === "swapped" ? WORDS.swapped : WORDS.no_policy[kind]));
  }
}

async function take(name, file) {
  if (!file) return;
  const mine = ++asked[name];
  // No result stands beside the name of another file, and no fingerprint either.
  turn++;
  chosen[name] = null;
  find("result").replaceChildren();
  find("result").setAttribute("aria-busy", "false");
  if (name === "policy") { find("compared").checked = false; find("compare").hidden = true; }
  let bytes;
  try { bytes = new Uint8Array(await file.arrayBuffer()); }
  catch {
    if (mine === asked[name]) tell("not_opened");
    return;
  }
  if (mine !== asked[name]) return;
  chosen[name] = bytes;
  await run();
}

async function begin() {
  try {
    const pair = await crypto.subtle.generateKey("Ed25519", false, ["sign", "verify"]);
    if (!pair || !("isWellFormed" in String.prototype)) throw new Error();
  } catch {
    find("inputs").hidden = true;
    return tell("old_browser");
  }
  for (const name of ["file", "policy"]) {
    find(name).addEventListener("change", (event) => take(name, event.target.files[0]));
    const area = find(name).closest(".drop");
    area.addEventListener("dragover", (event) => event.preventDefault());
    area.addEventListener("drop", (event) => {
      event.preventDefault();
      if (event.dataTransfer.files.length === 0) return;
      find(name).files = event.dataTransfer.files;  // the name beside the button is the file's that is checked
      take(name, event.dataTransfer.files[0]);
    });
  }
  find("compared").addEventListener("change", run);
  // Paper cannot be unfolded.
  addEventListener("beforeprint", () => {
    for (const one of document.querySelectorAll("details:not([open])")) { one.open = true; one.dataset.printed = ""; }
  });
  addEventListener("afterprint", () => {
    for (const one of document.querySelectorAll("details[data-printed]")) { one.open = false; delete one.dataset.printed; }
  });
}
begin();
