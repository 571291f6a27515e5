/* A confirmed ballot's way into the box: right, inner stamp, envelope, outer stamp, cast.
   What a record lacks tells the next step. The page keeps the record before each sending, so that
   after a reload or a lost reply the same request goes out again. */
const Course = (() => {
"use strict";
const { base64, canonical, digest, fromHex, hex, join, pad, random, text } = Bytes;
const MOVED = "测评方案和这一页不符，请重新扫票卡上的二维码打开。";
const FALSE = "服务器盖的章不对，票没有投出。请把手机拿给工作人员看。";
const LOST = "票箱给的回执不对，还不知道票到没到票箱。请把手机拿给工作人员看。";
const problem = (type, detail) => ({ ok: false, status: 409, body: { type, detail } });
const drawn = {};
let frozen = null;

/* Keys and form are taken from the manifest itself, whose fingerprint stands on card and screen:
   nobody can be given keys of his own that would tell his ballot from the others. */
async function manifest(page) {
  if (!frozen) {
    const bytes = await page.get("/v/" + page.survey + "/manifest.json");
    if (hex(await digest("SHA-256", bytes)) !== page.manifest) return null;
    frozen = JSON.parse(new TextDecoder().decode(bytes));
  }
  return frozen;
}
/* Where a right is good for several units, what is told is this page's. */
async function look(page, right) {
  const answer = await page.post("/stamp/" + page.survey + "/right", { right }), { states = {} } = answer.body;
  if (page.unit in states) Object.assign(answer.body, { unit: page.unit, state: states[page.unit] });
  return answer;
}

const covered = (page, kind, prefix, what) => join(fromHex(prefix), kind + "\0", fromHex(page.manifest), what);
async function blinded(page, key, kind, what) {
  const prefix = hex(random(32)), ready = drawn[key];
  delete drawn[key];
  return { ...await Stamps.blind(key, covered(page, kind, prefix, what), ready), prefix };
}
const keysOf = (page, law, { group }) => law.stamps.find((pair) => pair.group === group && pair.unit === page.unit);
/* While the form is filled in: a slow phone takes long to draw what will blind its two requests. */
async function prepare(page, record) {
  const { inner, outer } = keysOf(page, await manifest(page), record);
  for (const key of [inner, outer]) setTimeout(() => { drawn[key] = Stamps.draw(key); }, 1500);
}

/* Nothing if the stamp is there and good, else why not. */
async function askStamp(page, record, key, kind, what) {
  const { blinded, inverse, prefix } = record[kind];
  const answer = await page.post("/stamp/" + page.survey, { right: record.right, unit: page.unit, kind, blinded });
  if (!answer.ok) return answer;
  const stamp = await Stamps.finish(key, covered(page, kind, prefix, what), answer.body.stamp, inverse);
  if (!stamp) return problem("stamp.false", FALSE);
  record[kind] = { prefix, stamp };
  page.keep(record);
  return null;
}

function write(page, record, law) {
  const { answers, remarks } = Answers.read(law.form, page.unit, page.pairs());
  const nonce = hex(random(16));
  record.remarks = remarks;
  record.ballot = canonical({ survey: page.survey, group: record.group, unit: page.unit, answers, nonce });
}

/* Opened as the opener will open it, before the only outer stamp is spent on it. */
async function seal(page, record, law, key) {
  const { ballot, remarks, inner } = record;
  const inside = '{"ballot":' + ballot + ',"prefix":"' + inner.prefix + '","remarks":' + canonical(remarks) + ',"stamp":"' + inner.stamp + '"}';
  const found = JSON.parse(inside);
  const stamped = covered(page, "inner", found.prefix, canonical(found.ballot));
  if (canonical(found) !== inside || !(await Stamps.verify(key, stamped, found.stamp))) throw new Error("envelope");
  const info = join(fromHex(page.manifest), record.group);
  const envelope = await Envelope.seal(fromHex(law.box_key), info, pad(text(inside), law.padded));
  const leaf = hex(await digest("SHA-256", join("sealed\0", fromHex(page.manifest), envelope)));
  return { envelope: base64(envelope), leaf, ballot: null, remarks: null, inner: null };
}

/* The receipt is by the box's own key; where the browser knows no Ed25519, whoever verifies finds out. */
async function cast(page, law, { group, envelope, leaf, outer }) {
  const { prefix, stamp } = outer, kind = "Ed25519";
  const answer = await page.post("/box/" + page.survey + "/cast", { group, unit: page.unit, envelope, prefix, stamp });
  if (!answer.ok) return answer;
  const message = covered(page, "receipt", "", fromHex(leaf));
  const signed = await crypto.subtle.importKey("raw", fromHex(law.receipt_key), kind, false, ["verify"])
    .then((key) => crypto.subtle.verify(kind, key, fromHex("" + answer.body.signature), message), () => true);
  return signed && answer.body.leaf === leaf && answer.body.manifest === page.manifest ? answer : problem("receipt.other", LOST);
}

/* From wherever the record stands to the receipt, or to the first no. A dead line throws. */
async function go(page, record) {
  const law = await manifest(page);
  if (!law) return problem("form.other_version", MOVED);
  if (!record.group) {
    const answer = await look(page, record.right);
    if (!answer.ok) return answer;
    if (answer.body.unit !== page.unit) return problem("slip.other_unit", MOVED);
    record.group = answer.body.group;
  }
  const keys = keysOf(page, law, record);
  if (!keys) return problem("form.other_version", MOVED);
  if (!record.envelope) {
    if (!record.inner) {
      write(page, record, law);
      record.inner = await blinded(page, keys.inner, "inner", record.ballot);
      page.keep(record);
    }
    const no = record.inner.stamp ? null : await askStamp(page, record, keys.inner, "inner", record.ballot);
    if (no) return no;
    const sealed = await seal(page, record, law, keys.inner);
    sealed.outer = await blinded(page, keys.outer, "outer", fromHex(sealed.leaf));
    page.keep(Object.assign(record, sealed));
  }
  const no = record.outer.stamp ? null : await askStamp(page, record, keys.outer, "outer", fromHex(record.leaf));
  return no || cast(page, law, record);
}

return { go, look, manifest, prepare };
})();
