/* The ballot page of the class sealed: what it keeps of a ballot that is on its way, and how it asks.
   It stands before ballot.js, which does everything that both classes have in common. What seals is
   fetched while the form is filled in, or when it is needed. */
const Door = (form, tools) => {
"use strict";
const { all, keep, own, plain, read, pairs } = tools, signed = "signed" in form.dataset, { dataset, elements } = form, OTHER = "这一页不是二维码指定的那次测评（指纹不同）。请不要填写，把手机拿给工作人员看。";
const UNABLE = "这台手机没能把票封好，票没有投出。请换一台手机，或者用投票平板、纸质票。";
const GONE = (signed ? "您" : "这张票卡") + "已经领过票：票可能已经投出，也可能正在另一台手机上投。请用那台手机继续；有疑问请找工作人员。";
const NO_ANSWER = new Error("no answer");
let record = null, fetched = null, prepared = 0, warmed = 0;

async function call(path, options, as) {
  const stop = new AbortController(), timer = setTimeout(() => stop.abort(), 15000);
  const plainly = { credentials: "omit", referrerPolicy: "no-referrer", signal: stop.signal };
  try {
    const answer = await fetch(path, { ...plainly, ...options });
    return { ok: answer.ok, status: answer.status, body: await answer[as]() };
  } catch (error) {
    throw NO_ANSWER;
  } finally { clearTimeout(timer); }
}
const shelf = (right) => dataset.draft + " " + plain(right);
const page = {
  survey: dataset.survey, unit: dataset.unit, manifest: elements.form.value, pairs,
  get: async (path) => {
    const answer = await call(path, {}, "arrayBuffer");
    if (!answer.ok) throw NO_ANSWER;
    return answer.body;
  },
  /* Whoever signed in shows the registrar a cookie in place of a code; the box is never shown one. */
  post: (path, body) => call(path, {
    method: "POST", body: JSON.stringify(signed && body.right ? { ...body, right: "" } : body),
    credentials: signed && body.right ? "same-origin" : "omit",
    headers: { Accept: "application/json", "Content-Type": "application/json" },
  }, "json"),
  keep: (one) => keep(own, shelf(one.right), one),
};
const course = () => fetched || (fetched = new Promise((done, fail) => {
  const script = document.createElement("script");
  script.onload = () => done(Course);
  script.onerror = () => { fetched = null; fail(NO_ANSWER); };
  script.integrity = dataset.integrity;
  script.src = dataset.script;
  document.head.append(script);
}));

/* The address may name the manifest: #code&mh=fingerprint. Another one than this page's stops all. */
function enter(event) {
  const parts = location.hash.slice(1).split("&"), law = parts.find((part) => /^mh=/.test(part));
  if (!law) return true;
  const code = parts.find((part) => part !== law) || "";
  history.replaceState(null, "", location.pathname + location.search + (code && "#" + code));
  if (law === "mh=" + page.manifest) return true;
  const words = document.createElement("p");
  words.className = "bad halt";
  words.textContent = OTHER;
  form.replaceWith(words);
  document.documentElement.classList.add("js");
  if (event) event.stopImmediatePropagation();
  return false;
}

/* A line that was idle for minutes is hung up: at the review another is opened, and asked nothing. */
function warm() {
  if (location.hash !== "#check" || Date.now() < warmed) return;
  warmed = Date.now() + 3e4;
  for (const credentials of signed ? ["omit", "same-origin"] : ["omit"]) call("/healthz", { credentials }, "text").catch(() => {});
}
function begun(right) {
  if (!record || record.right !== right) record = read(own, shelf(right)) || { right };
  if (record.inner || record.envelope) return true;
  if (record.group && !prepared++) course().then((one) => one.prepare(page, record)).catch(() => {});
  warm();
  return false;
}
async function look(right) {
  if (begun(right)) return { ok: true, body: { unit: page.unit } };
  const answer = await (await course()).look(page, right), { group, state, unit } = answer.body;
  if (answer.ok && state === "stamped") return { ok: false, body: { detail: GONE } };
  if (answer.ok && unit === page.unit) page.keep((record = { right, group }));
  return answer;
}

/* Two windows of one phone must not seal two envelopes for one outer stamp. */
const alone = (right, work) => (navigator.locks ? navigator.locks.request(shelf(right), work) : work());
async function send() {
  const { go } = await course();
  return alone(record.right, () => go(page, (record = read(own, shelf(record.right)) || record)));
}

/* Whether there was an answer and it was no good; `show` goes to the field to mend. */
function failed(error, tell, show) {
  const at = all("[name]").find((one) => one.name === error.field);
  if (at) show(at, error.words || at.title || "请改一下这一项");
  else if (error !== NO_ANSWER) tell(UNABLE);
  return error !== NO_ANSWER;
}
function forget() {
  if (record) keep(own, shelf(record.right), null);
  record = null;
}

const able = !!(window.BigInt && window.crypto && crypto.subtle) && enter();
if (able) {
  addEventListener("hashchange", enter);
  course().then((one) => one.manifest(page)).catch(() => { /* fetched again when needed */ });
}
return { able, begun, failed, forget, look, send };
};
