// What the page shows. Everything that comes from a file is put in as text, never as markup.

const find = (id) => document.getElementById(id);
const chosen = { file: null, policy: null };
let turn = 0;
class Superseded extends Error {}

function element(name, content, attributes = {}) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  for (const one of [content].flat()) made.append(one);
  return made;
}
function both(words) { return [words.ja, element("span", words.en, { lang: "en", class: "second" })]; }
function said(code) { return both(WORDS.page[code]); }
// What cannot be seen, or would turn the text around it, is shown by its number.
function visible(value) {
  return String(value).replace(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g,
    (one) => "〔U+" + one.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0") + "〕");
}
// Both languages of what a member or a ground is called; whatever has no words here is shown by its own name.
function named(words, name) {
  return Object.hasOwn(words, name) ? words[name].ja + "（" + words[name].en + "）" : visible(name);
}
function plain(value, member = "") {
  if (value === null) return "―";
  if (Array.isArray(value)) return value.map((one) => plain(one)).join("、");
  if (typeof value === "object") {
    return Object.entries(value).map(([name, one]) => named(WORDS.members, name) + "：" + plain(one, name)).join("／");
  }
  if (typeof value === "boolean") return value ? "はい（yes）" : "いいえ（no）";
  return member === "ground" ? named(WORDS.grounds, value) : visible(value);
}
// One line for each member of a claim, so that none is lost in a row of words.
function facts(value) {
  if (value === null || typeof value !== "object" || Array.isArray(value)) return plain(value);
  return element("ul", Object.entries(value).map(
    ([name, one]) => element("li", named(WORDS.members, name) + "：" + plain(one, name))), { class: "facts" });
}
function tokyo(seconds) {
  if (seconds > LAST_SECOND) return String(seconds);  // a witness's clock may say what no calendar has
  const told = new Date(seconds * 1000).toLocaleString("sv-SE", { timeZone: "Asia/Tokyo" });
  return told + " (JST)";
}
function icon(accepted) {
  const path = accepted ? "M4 12l5 6L20 6" : "M6 6l12 12M18 6L6 18";
  const space = "http://www.w3.org/2000/svg";
  const drawn = document.createElementNS(space, "svg");
  drawn.setAttribute("viewBox", "0 0 24 24");
  drawn.setAttribute("aria-hidden", "true");
  const line = document.createElementNS(space, "path");
  line.setAttribute("d", path);
  drawn.append(line);
  return drawn;
}
function row(term, value) { return element("div", [element("dt", term), element("dd", value)]); }

function card(one, number) {
  const accepted = one.refusal === null;
  const list = element("dl", [row(said("direction"), both(WORDS.roles[one.record.role]))]);
  for (const [name, words] of Object.entries(WORDS.claims)) {
    if (name === "items" && one.items !== null) {
      const items = one.items.map((item) => item === null ? said("withheld")[0] : visible(item.ja || item.code || plain(item)));
      list.append(row(both(words), items.join("、")));
    } else if (name in one.claims) list.append(row(both(words), facts(one.claims[name])));
    else if (one.withheld.includes(name)) list.append(row(both(words), element("em", said("withheld"))));
    else if (one.notGiven.includes(name)) list.append(row(both(words), element("span", said("not_given"), { class: "quiet" })));
  }
  for (const each of one.record.amendments) list.append(row(both(WORDS.actions[each.action]), visible(each.made_at)));
  const state = accepted ? said("record_accepted") : [...both(WORDS.refusals[one.refusal.name]), " (" + one.refusal.name + ")"];
  return element("article", [
    element("h3", [number + ". ", element("code", String(one.record.index) + " " + one.record.entry_id)]),
    element("p", [icon(accepted), element("span", state)], { class: "state" }), list,
  ], { class: accepted ? "card accepted" : "card refused" });
}

async function show(outcome, told) {
  const accepted = outcome.refusals.length === 0;
  const summary = element("p", [icon(accepted), element("strong", said(accepted ? "accepted" : "refused"))], { class: "state" });
  const box = element("section", [summary], { class: accepted ? "box accepted" : "box refused", "data-accepted": String(accepted) });
  for (const one of outcome.refusals) {
    const where = one.record === null ? "" : " [" + (one.record + 1) + "]";
    box.append(element("p", [...both(WORDS.refusals[one.name]), where, " ", element("code", one.name)], { "data-refusal": one.name }));
  }
  const parts = [box];
  if (outcome.proven !== null && accepted) {
    const proven = outcome.proven;
    const list = element("dl", [
      row(said("issuer"), visible(proven.issuer)), row(said("issued_at"), tokyo(proven.issuedAt)),
      row(said("log"), visible(proven.origin) + "（" + proven.size + "）"),
      ...proven.witnesses.map(([name, at]) => row(said("witness"), visible(name) + " " + tokyo(at))),
      row(said("coverage"), element("details", [element("summary", said("show")), element("pre", JSON.stringify(proven.coverage, null, 1))])),
    ]);
    box.append(list);
  }
  // Nothing is shown of a file that as a whole was refused: who wrote it, nobody knows.
  const cards = element("div", []);
  parts.push(cards);
  if (outcome.proven !== null && outcome.records.length === 0 && accepted) parts.push(element("p", said("no_record")));
  const stamps = outcome.proven === null ? 0 : outcome.proven.stamps;
  parts.push(element("section", [element("h2", said("not_checked")), element("ul", [
    element("li", stamps > 0 ? [...said("stamps"), " (" + stamps + ")"] : said("stamps")),
    element("li", said("truth")), element("li", said("all")), element("li", said("later")),
    element("li", said("holder")),
  ])]));
  find("result").replaceChildren(...parts);
  await inPortions(outcome.records, (one, at) => cards.append(card(accepted ? one : { ...one,
    refusal: one.refusal || outcome.refusals.find((each) => each.record === null) || outcome.refusals[0] }, at + 1)), told);
  // What is heard is the result in one sentence: whoever listens goes through the records alone.
  announce(said(accepted ? "accepted" : "refused"));
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
  if (chosen.policy !== null) {
    try {
      const policy = await parsePolicy(chosen.policy);
      if (mine !== turn) return;
      find("fingerprint").textContent = policy.fingerprint.match(/.{4}/g).join(" ");
      find("compare").hidden = false;
      if (chosen.file === null) return tell("choose_file");
      if (!find("compared").checked) return tell("compare_first");
      const told = progress(mine);
      tell("reading");
      find("result").setAttribute("aria-busy", "true");
      await pause();
      const outcome = await verify(chosen.file, policy, told);
      if (mine !== turn) return;
      await show(outcome, (done, all) => told("showing", done, all));
      find("result").setAttribute("aria-busy", "false");
    } catch (error) {
      if (mine !== turn) return;
      find("compare").hidden = true;
      tell(error instanceof Malformed ? "policy_unreadable" : "cannot_check");
    }
  } else if (chosen.file !== null) tell("choose_policy");
}

async function take(name, file) {
  if (!file) return;
  chosen[name] = new Uint8Array(await file.arrayBuffer());
  if (name === "policy") find("compared").checked = false;
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
    area.addEventListener("drop", (event) => { event.preventDefault(); take(name, event.dataTransfer.files[0]); });
  }
  find("compared").addEventListener("change", run);
}
begin();
