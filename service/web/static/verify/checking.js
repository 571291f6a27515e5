/* The checks of docs/reference/publication.md §4 that this page makes, each under its own name. */
const Checking = (() => {
"use strict";
const { hex, holds, join, key, lines, root, sha256, signed, unbase64, unhex, utf8, whole, write } = Reading;
const FILES = ["manifest.json", "sealed.jsonl", "box.jsonl", "result.json"];
const REASONS = ["unreadable", "wrong_group", "wrong_unit", "wrong_survey", "wrong_form", "unstamped", "duplicate"];
const LEAST_BITS = 2048;
const OPS = { ">": (a, b) => a > b, ">=": (a, b) => a >= b, "<": (a, b) => a < b, "<=": (a, b) => a <= b };
const sum = (numbers) => numbers.reduce((all, one) => all + one, 0);
const most = (numbers) => Math.max(0, ...numbers);
const same = (a, b) => write(a) === write(b);
const bits = (modulus) => (/^[1-9a-f][0-9a-f]*$/.test(modulus) ? BigInt("0x" + modulus).toString(2).length : 0);
const plain = (words) => words.normalize("NFKC").replace(/\s/g, "").toLowerCase();

/* Numbers under pairs of group and unit. */
class Piles extends Map {
  put(group, unit, number) { const at = write([group, unit]); this.set(at, (this.get(at) || 0) + number); }
  of(group, unit) { return this.get(write([group, unit])) || 0; }
  pairs() { return Array.from(this, ([at, number]) => [...JSON.parse(at), number]); }
  inGroup(group) { return sum(this.pairs().filter(([its]) => its === group).map(([, , number]) => number)); }
  total() { return sum([...this.values()]); }
  /* Nobody draws two slips for one department. */
  people(groups) {
    const units = {};
    for (const [group, unit, number] of this.pairs()) if (!groups || groups.includes(group)) units[unit] = (units[unit] || 0) + number;
    const { "": entire = 0, ...apart } = units;
    return entire + most(Object.values(apart));
  }
}

class Notes {
  constructor() { this.found = new Map(); }
  at(check) { if (!this.found.has(check)) this.found.set(check, { held: null, differences: [] }); return this.found.get(check); }
  made(check, data) { this.at(check).held = data; }
  differs(check, data) { this.at(check).differences.push(data); }
  compare(check, published, recounted, where) {
    if (published === undefined || !same(published, recounted)) this.differs(check, { ...where, published: published === undefined ? "absent" : published, recounted });
  }
  demand(check, held, data) { if (!held) this.differs(check, data); }
  get bad() { return [...this.found].filter(([, one]) => one.differences.length).map(([check]) => check); }
}

async function check(files, printed, { witness = "", receipts = [] } = {}) {
  const notes = new Notes(), missing = FILES.filter((file) => !files[file]);
  for (const file of missing) notes.differs("files.present", { file });
  if (missing.length) return notes;
  notes.made("files.present", { files: FILES.join("，") });
  const ours = hex(await sha256(files["result.json"])), digits = plain(printed);
  notes.demand("fingerprint.printed", digits.length >= 16 && ours.startsWith(digits), { printed: printed.trim(), computed: ours });
  notes.made("fingerprint.printed", { digits: digits.length, of: 64 });
  const manifest = whole("manifest.json", files["manifest.json"], notes), result = whole("result.json", files["result.json"], notes);
  if (manifest && result) await new Files(files, manifest, result, notes).check(witness, receipts);
  return notes;
}

class Files {
  constructor(files, manifest, result, notes) {
    Object.assign(this, { files, manifest, result, notes, count: result.count, stamped: manifest.secrecy === "sealed" });
    this.groups = manifest.rules.electorate.groups.map((group) => group.key);
    this.slips = new Piles(), this.issued = new Piles(), this.sealed = new Piles(), this.opened = new Piles();
    for (const pile of manifest.slips) this.slips.put(pile.group, pile.unit, pile.printed);
    for (const [group, units] of Object.entries(result.count.issued)) for (const [unit, number] of Object.entries(units)) this.issued.put(group, unit, number);
    this.keys = new Map((manifest.stamps || []).map((pair) => [write([pair.group, pair.unit]), { eligible: pair.eligible, inner: key(pair.inner), outer: key(pair.outer) }]));
    for (const pair of this.keys.values()) for (const kind of ["inner", "outer"]) pair[kind].catch(() => 0);
  }
  async check(witness, receipts) {
    await this.papers();
    const leaves = await this.list(witness);
    await this.box();
    this.stamps();
    this.cosigners();
    this.slipNumbers();
    this.meeting();
    this.recount();
    if (receipts.length) await this.receipts(receipts, leaves);
  }
  async papers() {
    const { notes, count, manifest, result } = this, hash = await sha256(this.files["manifest.json"]);
    this.bound = hash;
    for (const [file, { protocol }] of [["manifest.json", manifest], ["result.json", result]]) notes.compare("manifest.protocol", protocol, "minping/1", { file });
    notes.made("manifest.protocol", { protocol: "minping/1" });
    notes.compare("manifest.survey", count.survey, manifest.survey);
    notes.made("manifest.survey", { survey: manifest.survey });
    notes.compare("manifest.fingerprint", count.manifest, hex(hash));
    notes.made("manifest.fingerprint", { fingerprint: hex(hash) });
    const box = hex(await sha256(this.files["box.jsonl"]));
    notes.compare("box.fingerprint", count.box, box);
    notes.made("box.fingerprint", { fingerprint: box });
  }
  async list(witness) {
    const { notes, count } = this, leaves = [];
    const fields = this.stamped ? "envelope,group,leaf,prefix,stamp,unit" : "envelope,group,leaf";
    let before = "";
    for (const { line, value: sealed } of lines("sealed.jsonl", this.files["sealed.jsonl"], fields, notes)) {
      const { leaf, group } = sealed, envelope = unbase64(sealed.envelope);
      const mine = envelope && hex(await sha256("sealed\0", this.bound, envelope));
      notes.demand("sealed.leaf", mine === leaf, { line, leaf });
      notes.demand("sealed.order", leaf > before, { line, leaf });
      notes.demand("sealed.group", this.groups.includes(group), { line, group });
      if (this.stamped) notes.demand("sealed.stamp", await this.stamp(sealed, sealed, "outer", mine && unhex(mine)), { line, leaf });
      this.sealed.put(group, this.stamped ? sealed.unit : "", 1);
      before = leaf;
      leaves.push(leaf);
    }
    const number = leaves.length, ours = hex(await root(leaves.map(unhex)));
    for (const one of ["sealed.leaf", "sealed.order", "sealed.group", ...(this.stamped ? ["sealed.stamp"] : [])]) notes.made(one, { lines: number });
    notes.compare("sealed.number", count.sealed, number);
    notes.made("sealed.number", { envelopes: number });
    notes.compare("sealed.root", count.sealed_root, ours);
    notes.made("sealed.root", { root: ours });
    if (witness.trim()) {
      notes.compare("sealed.witness", plain(witness), ours);
      notes.made("sealed.witness", { root: ours });
    }
    return leaves;
  }
  async stamp(pile, sealed, kind, bytes) {
    const pair = this.keys.get(write([pile.group, pile.unit]));
    if (!pair || !bytes || !/^[0-9a-f]{64}$/.test(sealed.prefix)) return false;
    return holds(pair[kind], join(unhex(sealed.prefix), kind + "\0", this.bound, bytes), sealed.stamp);
  }
  async box() {
    const { notes } = this, nonces = new Set(), read = lines("box.jsonl", this.files["box.jsonl"], this.stamped ? "ballot,prefix,stamp" : "answers,group,nonce,survey,unit", notes);
    this.ballots = [];
    let before = "";
    for (const { line, value, written } of read) {
      const ballot = this.stamped ? value.ballot : value, { group, unit, nonce, survey } = ballot;
      const digest = hex(await sha256("ballot\0", this.bound, written));
      notes.demand("box.order", digest > before, { line });
      notes.demand("box.nonce", !nonces.has(nonce), { line, nonce });
      notes.demand("box.survey", survey === this.manifest.survey, { line, survey });
      notes.demand("box.group", this.groups.includes(group), { line, group });
      notes.demand("box.unit", this.slips.of(group, unit), { line, group, unit });
      if (this.stamped) notes.demand("box.stamp", await this.stamp(ballot, value, "inner", utf8(write(ballot))), { line, nonce });
      this.opened.put(group, unit, 1);
      nonces.add(nonce);
      before = digest;
      this.ballots.push(ballot);
    }
    for (const one of ["order", "nonce", "survey", "group", "unit", ...(this.stamped ? ["stamp"] : [])]) notes.made("box." + one, { lines: read.length });
  }
  stamps() {
    const { notes, count, manifest } = this, pairs = manifest.stamps || [], wanted = this.stamped ? this.slips : new Piles();
    const moduli = [].concat(...pairs.map((pair) => [pair.inner, pair.outer]));
    const sound = new Set(moduli).size === this.keys.size * 2 && moduli.length === this.keys.size * 2 && moduli.every((one) => bits(one) >= LEAST_BITS);
    notes.demand("manifest.stamps", sound, { group: "", unit: "", published: new Set(moduli).size, recounted: moduli.length });
    for (const at of new Set([...wanted.keys(), ...this.keys.keys()])) {
      const [group, unit] = JSON.parse(at), eligible = this.keys.has(at) ? this.keys.get(at).eligible : 0;
      notes.demand("manifest.stamps", eligible === (wanted.get(at) || 0), { group, unit, published: eligible, recounted: wanted.get(at) || 0 });
    }
    notes.made("manifest.stamps", { keys: moduli.length });
    notes.demand("stamps.numbers", same(count.stamps.map(({ group, unit }) => write([group, unit])), [...this.keys.keys()]), { group: "", unit: "", published: count.stamps.length, recounted: this.keys.size });
    for (const { group, unit, eligible, inner, outer, sealed } of count.stamps) {
      const number = this.sealed.of(group, unit), pair = this.keys.get(write([group, unit])) || {};
      const fit = eligible === pair.eligible && sealed === number && this.opened.of(group, unit) <= number && number <= outer && outer <= Math.min(this.issued.of(group, unit), inner) && inner <= 2 * eligible;
      notes.demand("stamps.numbers", fit, { group, unit, published: [eligible, inner, outer, sealed], recounted: number });
    }
    const outer = sum(count.stamps.map((pile) => pile.outer)), cast = this.stamped ? this.sealed.total() : 0;
    notes.made("stamps.numbers", { outer, sealed: cast, difference: outer - cast });
  }
  /* Every outer key is the registrar's factor times one of the scrutineers' own. */
  cosigners() {
    const { notes, manifest } = this, pairs = manifest.stamps || [], names = manifest.cosigners || [];
    const halves = pairs.map((pair) => pair.cosigner), known = [].concat(...pairs.map((pair) => [pair.inner, pair.outer]));
    if (!names.length && !halves.some((one) => one)) return;
    for (const { group, unit, outer, cosigner } of pairs) {
      const once = halves.filter((one) => one === cosigner).length === 1 && !known.includes(cosigner);
      notes.demand("manifest.cosigner", once && isHalf(outer, cosigner), { group, unit });
    }
    notes.demand("manifest.cosigner", pairs.length && names.length, { group: "", unit: "" });
    notes.made("manifest.cosigner", { names: names.join("、"), keys: halves.length });
  }
  slipNumbers() {
    const { notes, count, opened, issued, slips } = this;
    for (const at of new Set([...slips.keys(), ...issued.keys(), ...opened.keys()])) {
      const [group, unit] = JSON.parse(at), given = issued.of(group, unit), printed = slips.of(group, unit), shown = opened.of(group, unit);
      notes.demand("slips.issued", given >= 0 && given <= printed, { group, unit, published: given, recounted: printed });
      notes.demand("slips.returned", shown <= given, { group, unit, published: given, recounted: shown });
    }
    notes.made("slips.issued", { issued: issued.total(), printed: slips.total() });
    notes.made("slips.returned", { opened: opened.total(), issued: issued.total() });
    const people = issued.people(), { present } = count.meeting;
    notes.demand("slips.people", people <= present, { most: people, present });
    notes.made("slips.people", { most: people, present });
    this.balance();
  }
  balance() {
    const { notes, count, opened, issued, sealed } = this, least = this.manifest.rules.publication.small_group, hidden = count.withheld.groups;
    const groups = new Set([...sealed.pairs(), ...opened.pairs()].map(([group]) => group).concat(Object.keys(hidden), Object.keys(count.unopened_by_group)));
    for (const group of groups) {
      const numbers = Object.values(hidden[group] || {}).map((part) => part.returned), shown = opened.people([group]);
      const bad = hidden[group] ? most(numbers) >= least || shown : opened.inGroup(group) && shown < least;
      notes.demand("withheld.group", !bad && (!hidden[group] || this.groups.includes(group)), { group, given: most(numbers), shown, least });
      const units = this.slips.pairs().filter(([its]) => its === group).map(([, unit]) => unit), entire = units.includes("");
      const low = entire ? most(numbers) : sum(numbers), high = entire && units.length === 1 ? Math.min(...(numbers.length ? numbers : [0])) : sum(numbers);
      const number = sealed.inGroup(group), lost = count.unopened_by_group[group] || 0, held = number - lost - opened.inGroup(group);
      notes.demand("balance.groups", low <= held && held <= high && number <= issued.inGroup(group), { group, sealed: number, opened: opened.inGroup(group) + low, unopened: lost, issued: issued.inGroup(group) });
    }
    notes.made("withheld.group", { groups: Object.keys(hidden).length, least });
    notes.made("balance.groups", { groups: new Set(sealed.pairs().map(([group]) => group)).size });
    const reasons = Object.values(count.unopened), by = Object.values(count.unopened_by_group);
    const sound = sum(reasons) === sum(by) && [...reasons, ...by].every((one) => one > 0) && Object.keys(count.unopened).every((one) => REASONS.includes(one));
    notes.demand("balance.reasons", sound, { reasons: sum(reasons), groups: sum(by) });
    notes.made("balance.reasons", { reasons: sum(reasons), sealed: sealed.total() });
  }
  meeting() {
    const { notes, count, manifest, result } = this, { meeting } = count, { quorum, tellers } = manifest.rules.session;
    const printed = this.slips.total(), issued = this.issued.total(), returned = this.sealed.total();
    const follow = { entitled: manifest.entitled, printed, voided: printed - issued, issued, returned, valid: returned - sum(Object.values(count.unopened)), spoiled: count.unopened };
    follow.present = Math.max(0, Math.min(meeting.present, manifest.entitled + meeting.invited));
    follow.invited = Math.max(0, meeting.invited);
    for (const [field, value] of Object.entries(follow)) notes.compare("meeting.numbers", meeting[field], value, { field });
    if (meeting.doors) this.doors(meeting, meeting.doors);
    notes.made("meeting.numbers", { present: meeting.present, issued, returned });
    let quorate = true;
    if (quorum) {
      const [over, under = 1] = quorum.fraction.split("/").map(Number);
      quorate = OPS[quorum.op](meeting[quorum.numerator] * under, over * meeting.entitled);
    }
    notes.demand("meeting.quorum", quorate && count.quorate === true, { published: count.quorate, recounted: quorate });
    notes.made("meeting.quorum", { quorate });
    const names = result.confirmation.scrutineers, different = new Set(names).size;
    notes.demand("meeting.confirmation", different === names.length && different >= tellers, { published: different, recounted: tellers });
    notes.made("meeting.confirmation", { scrutineers: different, least: tellers });
  }
  doors(meeting, { cards, signin, paper }) {
    const here = signin || { eligible: 0, handed: 0, untaken: 0 }, sheets = paper || { printed: 0, issued: 0, returned: 0, invalid: 0 };
    const electronic = meeting.issued - sheets.issued, came = meeting.returned - sheets.returned;
    const least = Math.min(cards.voided, cards.printed - cards.voided, here.handed, here.untaken, here.eligible - here.handed - here.untaken, sheets.printed - sheets.issued, sheets.issued - sheets.returned, sheets.returned - sheets.invalid, sheets.invalid);
    const ours = {
      "doors.printed": [cards.printed + here.eligible + sheets.printed, meeting.printed],
      "doors.voided": [cards.voided + here.handed + here.untaken + sheets.printed - sheets.issued, meeting.voided],
      "doors.returned": [came, Math.max(0, Math.min(came, electronic))],
      "doors.least": [least, Math.max(0, least)],
    };
    for (const [field, [told, mine]] of Object.entries(ours)) this.notes.compare("meeting.numbers", told, mine, { field });
  }
  recount() {
    const { notes, count, manifest } = this, counted = new Counting.Count(manifest), { rules, appraisees } = manifest;
    for (const ballot of this.ballots) counted.put(ballot);
    for (const group of Object.values(count.withheld.groups)) counted.take(group);
    notes.compare("recount.appraisees", count.appraisees.map((each) => each.appraisee), counted.appraisees);
    count.appraisees.forEach((published) => {
      const own = appraisees.find((each) => each.key === published.appraisee);
      if (own) this.compare(own, published, counted.result(own.key, this.issuedOf(own.key)));
    });
    for (const one of ["appraisees", "ballots"]) notes.made("recount." + one, { appraisees: appraisees.length });
    notes.made("recount.counts", { cells: appraisees.length * rules.items.length });
  }
  issuedOf(appraisee) {
    return sum(this.groups.map((group) => this.issued.of(group, "") + this.issued.of(group, appraisee)));
  }
  compare({ label }, published, mine) {
    const { rules } = this.manifest, named = (list, one) => (list.find((each) => each.key === one) || { label: one }).label;
    for (const field of ["issued", "returned", "valid", "spoiled", "abstained"]) this.notes.compare("recount.ballots", published[field], mine[field], { where: [label, field] });
    this.notes.compare("recount.counts", published.items.map((each) => each.item), mine.items.map((each) => each.item), { where: [label, "items"] });
    published.items.forEach(({ item, counts, ...rest }, at) => {
      const ours = mine.items[at] || { counts: {} }, where = [label, named(rules.items, item)];
      for (const mark of new Set([...Object.keys(ours.counts), ...Object.keys(counts)])) this.notes.compare("recount.counts", counts[mark], mark in ours.counts ? ours.counts[mark] : "absent", { where: [...where, named(rules.options, mark)] });
      for (const word of ["blank", "overmarked"]) this.notes.compare("recount.counts", rest[word], ours[word], { where: [...where, word] });
    });
  }
  async receipts(receipts, leaves) {
    const { notes, manifest } = this, number = receipts.length;
    let known = true;
    for (const [at, bytes] of receipts.entries()) {
      let receipt = null;
      try { receipt = plainReceipt(JSON.parse(new TextDecoder().decode(bytes))); } catch (error) { notes.differs("receipt.readable", { number: at + 1, detail: error.message }); continue; }
      const where = { number: at + 1, code: receipt.code }, leaf = unhex(receipt.leaf);
      notes.compare("receipt.manifest", receipt.manifest, hex(this.bound), where);
      notes.compare("receipt.code", receipt.code, spell(leaf), where);
      const held = await signed(manifest.receipt_key, join("receipt\0", this.bound, leaf), receipt.signature);
      known = known && held !== null;
      if (held === false) notes.differs("receipt.signature", where);
      notes.demand("receipt.leaf", leaves.includes(receipt.leaf), { ...where, leaf: receipt.leaf });
    }
    for (const one of ["readable", "manifest", "code", "leaf", ...(known ? ["signature"] : [])]) notes.made("receipt." + one, { receipts: number });
  }
}

function isHalf(outer, cosigner) {
  if (Math.min(bits(outer), bits(cosigner)) < LEAST_BITS) return false;
  const whole = BigInt("0x" + outer), theirs = BigInt("0x" + cosigner), own = whole / theirs;
  return own * theirs === whole && own.toString(2).length >= LEAST_BITS && divisor(own, theirs) === 1n;
}
const divisor = (a, b) => { while (b) [a, b] = [b, a % b]; return a; };
/* One spelling each: a leaf in capitals is in no list, and would seem to have been dropped. */
function plainReceipt(receipt) {
  for (const [name, shape] of [["manifest", /^[0-9a-f]{64}$/], ["leaf", /^[0-9a-f]{64}$/], ["signature", /^([0-9a-f]{2})*$/]])
    if (typeof receipt[name] !== "string" || !shape.test(receipt[name])) throw new Error(name);
  return receipt;
}
/* Crockford's base 32, of the first 40 bits, in groups of four. */
function spell(leaf) {
  const letters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ", bits = Array.from(leaf.slice(0, 5), (one) => one.toString(2).padStart(8, "0")).join("");
  return bits.match(/.{5}/g).map((five) => letters[parseInt(five, 2)]).join("").match(/.{4}/g).join("-");
}
return { FILES, check };
})();
