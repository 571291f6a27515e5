/* The voter's phone. Without this script the same form still works: every department one under
   another, then a review page. Nothing leaves the phone between the slip check and the cast.
   In the class sealed a door stands before it (sealed/door.js): the ballot leaves in an envelope. */
(() => {
"use strict";
const $ = (id) => document.getElementById(id);
const root = document.documentElement, form = $("ballot"), slip = $("code");
const all = (what, inside) => [...(inside || form).querySelectorAll(what)];
const steps = all(".step"), base = form.dataset.base, unit = form.dataset.unit, key = form.dataset.draft;
const prev = $("prev"), next = $("next"), say = $("say"), ask = $("ask");
const poll = "poll" in form.dataset && Asked, word = (text) => (poll && poll.words[text]) || text;
let verified = "", busy = false, sent = false, todo = -1;

/* ---- what is kept on this phone, and nowhere else ---- */
const plain = (code) => code.toUpperCase().replace(/[\s–—·-]/g, "").replace(/O/g, "0").replace(/[IL]/g, "1");
const read = (box, name) => { try { return JSON.parse(box.getItem(name)); } catch (e) { return null; } };
const keep = (box, name, value) => {
  try { value ? box.setItem(name, JSON.stringify(value)) : box.removeItem(name); return true; } catch (e) { return false; }
};
const answers = () => [...new FormData(form)].filter(([name]) => name !== "form" && name !== "code");
/* A tablet of the house keeps nothing beyond its window. */
const own = "kiosk" in form.dataset ? sessionStorage : localStorage;
const door = form.dataset.script ? Door(form, { all, keep, own, plain, read, pairs: answers }) : null;
if (door && !door.able) return;
const begun = () => !!door && !!verified && door.begun(verified);
const fix = () => root.classList.toggle("fixed", busy || begun());
const clock = () => new Date().toTimeString().slice(0, 5);
function save() {
  if (sent) return;
  if (keep(own, key, { code: slip.value, verified, answers: answers() })) {
    $("saved").textContent = "";
    $("saved").append(document.createElement("i"), "已存好 " + clock());
  }
}
function fill(draft) {
  const given = new Set(draft.answers.map((pair) => JSON.stringify(pair)));
  for (const at of all("[name]")) {
    if (at.name === "form" || at.name === "code") continue;
    if (at.type === "radio" || at.type === "checkbox") at.checked = given.has(JSON.stringify([at.name, at.value]));
    else at.value = (draft.answers.find(([name]) => name === at.name) || ["", ""])[1];
  }
}
function restore() {
  const draft = read(own, key);
  const scanned = /^#(?!check$|d\d+$)[0-9A-Za-z-]{8,}$/.test(location.hash) ? location.hash.slice(1) : "";
  if (scanned) {
    history.replaceState(null, "", location.pathname + location.search);
    keep(sessionStorage, key, null);
  }
  if (draft && (!scanned || plain(scanned) === plain(draft.code))) {
    fill(draft);
    slip.value = draft.code;
    verified = draft.verified;
  } else if (scanned) { /* another card: another voter's answers must not show */
    keep(own, key, null);
    form.reset();
    slip.value = scanned;
    verified = "";
  }
}

/* ---- what is still missing ---- */
const values = (q) => all("input:checked,textarea,select,input.entry", q)
  .map((at) => at.value && (at.dataset.option || at.value)).filter(Boolean);
const given = (key) => all(".q").filter((q) => q.dataset.key === key && !q.hidden).reduce((a, q) => a.concat(values(q)), []);
function reveal() {
  for (const q of all("[data-if]")) {
    q.hidden = !Asked.holds(JSON.parse(q.dataset.if), given);
    for (const at of all("[name]", q)) at.disabled = q.hidden;
  }
}
const stands = (step) => step.querySelector(".q:not([hidden])");
const beyond = (at, by) => { do at += by; while (at >= 0 && at < steps.length && !stands(steps[at])); return at; };
const asked = (step) => all(".q[data-n]", step).filter((q) => !q.hidden);
/* A poll says of a question that it may be left empty, so nothing waits for it. */
const due = (step) => asked(step).filter((q) => !poll || "must" in q.dataset);
const open = (step) => due(step).filter((q) => !values(q).length);
function wrong(q) {
  const given = values(q), most = +q.dataset.most, least = +q.dataset.least;
  const bad = all("input.entry,textarea", q).find((at) => !at.checkValidity());
  if (bad && bad.value) return bad.title || "请改一下这一项";
  if (!given.length) return "must" in q.dataset ? "这一项还没选" : "";
  if (most && given.length > most) return "最多选 " + most + " 项";
  if (least && given.length < least) return "至少选 " + least + " 项";
  const placed = all("select", q).map((at) => +at.value).filter(Boolean).sort((a, b) => a - b);
  const places = +q.dataset.places;
  if (places && placed.length && placed.join() !== [...Array(places)].map((_, i) => i + 1).join()) {
    return "第 1 到第 " + places + " 位各排一项，不能重复";
  }
  return "";
}
function mark(step) {
  const found = asked(step).concat(all(".say", step)).filter((q) => {
    const word = wrong(q);
    q.classList.toggle("todo", !!word);
    q.querySelector(".miss").textContent = word;
    return word;
  });
  if (found.length) {
    const at = found[0].querySelector("input,textarea,select");
    at.focus({ preventScroll: true });
    found[0].scrollIntoView({ block: "center" });
  }
  return found.length;
}

/* ---- one department a screen ---- */
const place = () => {
  const hash = location.hash.slice(1);
  if (!verified) return -1;
  if (begun() || hash === "check") return steps.length;
  return steps.findIndex((step) => step.id === hash);
};
const hashOf = (at) => (at < 0 ? location.pathname + location.search : at < steps.length ? "#" + steps[at].id : "#check");
function go(at) {
  const state = history.state;
  if (state && state.from === at) return history.back();
  history.pushState({ from: place() }, "", hashOf(at));
  show();
}
const editing = () => !!history.state && history.state.from === steps.length && place() < steps.length;
function count() {
  const at = place();
  all(".rail em", document).forEach((em, i) => {
    const of = due(steps[i]).length;
    em.closest("li").hidden = !stands(steps[i]);
    em.textContent = of ? of - open(steps[i]).length + "/" + of : "";
  });
  const step = steps[at];
  if (!step) return void ($("left").textContent = "");
  const n = open(step).length;
  $("left").textContent = n ? "还有 " + n + " 项没选" : due(step).length ? due(step).length + " 项已选完" : "";
  let segs = step.querySelector(".segs");
  if (!segs) {
    segs = document.createElement("ol");
    segs.className = "segs";
    segs.setAttribute("aria-hidden", "true");
    steps.forEach(() => segs.appendChild(document.createElement("li")).appendChild(document.createElement("i")));
    step.querySelector(".bar").appendChild(segs);
  }
  all("i", segs).forEach((bar, i) => {
    const of = due(steps[i]).length;
    bar.style.width = (of ? ((of - open(steps[i]).length) / of) * 100 : i < at ? 100 : 0) + "%";
  });
}
function show() {
  if (sent) return;
  const at = place(), last = steps.length;
  root.classList.toggle("in", at >= 0);
  $("start").hidden = at >= 0;
  $("check").hidden = at !== last;
  steps.forEach((step, i) => { step.hidden = i !== at; });
  all(".rail a", document).forEach((a, i) => { i === at ? a.setAttribute("aria-current", "step") : a.removeAttribute("aria-current"); });
  prev.hidden = at < 0 || editing();
  fix();
  prev.textContent = at > 0 ? word("上一个") : "返回";
  next.textContent = at < 0 ? "开始" : at === last ? word("确认投票") : editing() ? "改好了，回到核对" : beyond(at, 1) === last ? word("核对我的票") : word("下一个");
  $("saved").hidden = at < 0 || at === last;
  const head = at < 0 ? $("title") : at === last ? $("check").querySelector("h2") : steps[at].querySelector("h2");
  document.title = (at < 0 ? "" : head.textContent + " · ") + $("title").textContent;
  if (at === last) review();
  count();
  if (at >= 0) { head.focus({ preventScroll: true }); scrollTo(0, 0); }
  if (at >= 0 && at === todo) { todo = -1; mark(steps[at]); }
}

/* ---- the review ---- */
const make = (tag, text, kind) => {
  const at = document.createElement(tag);
  if (text) at.textContent = text;
  if (kind) at.className = kind;
  return at;
};
function answerOf(q) {
  const chosen = all("input:checked", q).map((at) => at.nextElementSibling.textContent);
  const typed = all("select,textarea,input.entry", q).filter((at) => at.value)
    .map((at) => (at.options ? at.value + " " + at.title : at.value + (at.dataset.unit || "")));
  if (all("select", q).length) typed.sort();
  return chosen.concat(typed).join("、");
}
function review() {
  const list = $("list");
  list.textContent = "";
  steps.forEach((step, i) => {
    if (!stands(step)) return;
    const box = make("div", "", "sum"), head = make("div"), edit = make("a", "改"), tally = new Map(), dl = make("dl");
    const name = step.querySelector("h2").textContent;
    edit.href = "#" + step.id;
    edit.setAttribute("aria-label", "改 " + name);
    edit.onclick = (event) => { event.preventDefault(); go(i); };
    head.append(make("h3", name), edit);
    for (const q of all(".q", step).filter((at) => !at.hidden)) {
      const text = answerOf(q), row = make("div");
      if (!text && q.classList.contains("say")) continue;
      if (q.classList.contains("m") && text) tally.set(text, (tally.get(text) || 0) + 1);
      row.append(make("dt", q.querySelector(".w").textContent), make("dd", text || "没选", q.classList.contains("say") ? "w" : ""));
      dl.appendChild(row);
    }
    const order = all(".m .opt span", step).map((at) => at.textContent);
    const counts = make("p", "", "num");
    for (const word of new Set(order)) if (tally.has(word)) counts.append(make("span", word + " " + tally.get(word)), " ");
    box.append(head, counts);
    const missing = open(step).length;
    if (missing) box.append(make("p", "还有 " + missing + " 项没选", "gap"));
    const more = make("details"), summary = make("summary", "看 " + dl.children.length + " 项");
    more.append(summary, dl);
    more.open = poll;
    box.append(more);
    list.append(box);
  });
}

/* ---- the slip, before thirty-six taps ---- */
function tell(box, words, kind) {
  box.className = kind || "bad";
  box.textContent = words;
  box.scrollIntoView({ block: "nearest" });
}
async function post(path, body, kind) {
  const stop = new AbortController(), timer = setTimeout(() => stop.abort(), 15000);
  try {
    const answer = await fetch(base + path, {
      method: "POST", body, credentials: "omit", referrerPolicy: "no-referrer", signal: stop.signal,
      headers: { Accept: "application/json", "Content-Type": kind },
    });
    return { ok: answer.ok, status: answer.status, body: await answer.json() };
  } finally { clearTimeout(timer); }
}
async function begin() {
  if ("open" in form.dataset) slip.value = slip.value || poll.draw();
  const code = slip.value.trim();
  if (!code) { tell(ask, "请先填票卡号码。"); return slip.focus(); }
  if (busy) return;
  busy = true;
  tell(ask, "");
  try {
    const answer = await (door ? door.look(code) : post("/slip", JSON.stringify({ code }), "application/json"));
    if (!answer.ok) return tell(ask, answer.body.detail);
    if (answer.body.state === "spent") return tell(ask, word("这张票卡已经投过，票在票箱里，不能再投。"));
    if (answer.body.unit !== unit) {
      return location.assign((form.dataset.kiosk || base) + (answer.body.unit ? "/" + answer.body.unit : "") + "#" + code);
    }
  } catch (error) { /* no network: the cast itself will say */
  } finally { busy = false; }
  if (verified && plain(verified) !== plain(code)) { form.reset(); slip.value = code; }
  verified = code;
  save();
  if (begun()) return show(), cast();
  go(Math.max(0, steps.findIndex((step) => open(step).length)));
}

/* ---- the cast: the same bytes again and again until one answer comes ---- */
const hideLength = (sent) => sent + "&pad=".padEnd(4101 - (sent.length + 5) % 4096, "0");
const WAITS = [0, 2, 5, 10, 20], DEAD = "网络不好，";
let wake = null;
const wait = (seconds) => new Promise((done) => { wake = done; setTimeout(done, seconds * 1000); });
function mend(at, words) {
  const q = at.closest(".q");
  go(steps.findIndex((step) => step.contains(q)));
  q.classList.add("todo");
  q.querySelector(".miss").textContent = words;
  at.focus({ preventScroll: true });
  q.scrollIntoView({ block: "center" });
}
async function cast() {
  const gap = begun() ? -1 : steps.findIndex((step) => asked(step).concat(all(".say", step)).some(wrong));
  if (gap >= 0) { todo = gap; return go(gap); }
  if (busy) return;
  busy = true;
  fix();
  next.disabled = prev.disabled = true;
  $("plain").hidden = true;
  const body = hideLength(new URLSearchParams(new FormData(form)).toString());
  let why = DEAD;
  try {
    for (let turn = 0; turn < WAITS.length; turn++) {
      tell(say, turn ? why + "正在重发（第 " + turn + " 次）。请不要关闭页面。" : word("正在投出，请稍候……"), !turn && "hint");
      await wait(WAITS[turn]);
      try {
        const answer = await (door ? door.send() : post("/cast", body, "application/x-www-form-urlencoded"));
        if (answer.ok) return done(answer.body);
        if (/spent/.test(answer.body.type)) keep(own, key, null);
        if (answer.status < 500 && answer.status !== 429) return tell(say, answer.body.detail);
        why = /cosigner/.test(answer.body.type) ? "监票人的联署机没有应答，" : "服务器忙，";
      } catch (error) {
        why = DEAD;
        if (door && door.failed(error, (words) => tell(say, words), mend)) return;
      }
    }
    tell(say, word((why === DEAD ? "网络还是不通，" : why) + "还不知道票到没到票箱。您填的内容存在手机上。" + (why === DEAD ? "网络恢复后会再发，" : "过一会儿可以再发，") + "不会投重，也可以点下面的按钮。"));
    $("plain").hidden = false;
    $("plain").scrollIntoView({ block: "nearest" });
  } finally {
    busy = false;
    fix();
    next.disabled = prev.disabled = false;
  }
}
addEventListener("online", () => { if (busy) wake && wake(); else if (!$("plain").hidden) cast(); });

/* ---- the receipt ---- */
function done(receipt) {
  const now = new Date();
  receipt.at = receipt.at || now.getMonth() + 1 + "月" + now.getDate() + "日 " + clock();
  sent = true;
  keep(sessionStorage, key, receipt);
  keep(own, key, null);
  if (door) door.forget();
  form.reset();
  const paper = $("receipt").content.cloneNode(true), at = (name) => paper.querySelector(name);
  const file = { manifest: receipt.manifest, leaf: receipt.leaf, signature: receipt.signature, code: receipt.code };
  at(".code").textContent = receipt.code;
  at(".when").textContent = receipt.at;
  at(".again").hidden = !receipt.repeated;
  at(".keep").download = "回执 " + receipt.code + ".json";
  at(".keep").href = "data:application/json," + encodeURIComponent(JSON.stringify(file));
  at(".finish").onclick = () => keep(sessionStorage, key, null);
  history.replaceState(null, "", location.pathname + location.search);
  root.classList.remove("in");
  document.title = "回执 · " + $("title").textContent;
  form.replaceWith(paper);
  document.querySelector(".done h1").focus({ preventScroll: true });
  scrollTo(0, 0);
}

/* ---- begin ---- */
const sizers = all(".bigger[href^='?']", document);
function size(big) {
  root.classList.toggle("big", big);
  sizers.forEach((a) => { a.textContent = big ? "普通字" : "大字版"; });
  keep(own, "big", big);
}
restore();
if (read(own, "big")) size(true);
sizers.forEach((a) => a.addEventListener("click", (event) => {
  event.preventDefault();
  size(!root.classList.contains("big"));
}));
root.classList.add("js");
form.noValidate = true;
form.addEventListener("submit", (event) => {
  event.preventDefault();
  const at = place();
  if (at < 0) return begin();
  if (at === steps.length) return cast();
  if (mark(steps[at])) return;
  if (editing()) return history.back();
  go(beyond(at, 1));
});
form.addEventListener("input", (event) => {
  reveal();
  const q = event.target.closest(".q");
  if (q && q.classList.contains("todo") && !wrong(q)) q.classList.remove("todo");
  if (event.target !== slip) { save(); count(); }
});
prev.onclick = () => go(beyond(place(), -1));
$("plain").onclick = () => { if (door) return cast(); form.action = base + "/cast"; form.submit(); };
all(".rail a", document).forEach((a, i) => { a.onclick = (event) => { event.preventDefault(); if (i !== place()) go(i); }; });
addEventListener("popstate", show);
addEventListener("hashchange", () => {
  if (/^#(check|d\d+)?$/.test(location.hash)) return;
  if (sent) location.reload(); else { restore(); reveal(); show(); }
});
addEventListener("pageshow", (event) => { if (event.persisted && !sent) { restore(); reveal(); show(); } });
reveal();
const before = read(sessionStorage, key);
if (before) done(before); else show();
if (!before && begun()) cast();
})();
