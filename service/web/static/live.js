/* The big screen: turnout by server-sent events, by polling where they do not come; after
   publication one department at a time, ← → to turn, B for black. It never shows an error page. */
(() => {
"use strict";
const $ = (id) => document.getElementById(id), body = document.body, base = body.dataset.base;
const whole = "whole" in body.dataset, poll = "poll" in body.dataset;
let last = Date.now(), stage = body.dataset.stage, ends = 0, held = 0, timer = 0;

const STATES = {
  drafted: "准备中，请稍候", prepared: "准备中，请稍候", open: "", paused: "投票暂停，请稍候",
  closed: "投票已截止，正在计票", counted: "投票已截止，正在核对", confirmed: "计票已确认，等待公布",
  void: "本次测评作废，请等候重新测评",
};
const ASKING = {
  drafted: "准备中，请稍候", prepared: "还没有开始", paused: "填写暂停，请稍候", closed: "已截止，正在统计",
  counted: "已截止，等待公布", published: "结果已公布", void: "这次调查已经作废",
};
const set = (id, text) => { const at = $(id); if (at && at.textContent !== String(text)) at.textContent = text; };
const two = (n) => String(n).padStart(2, "0");

function draw(t) {
  last = Date.now();
  set("lost", "");
  if (t.stage === "published" && !poll && stage !== "published") return location.reload();
  stage = t.stage;
  const expected = Math.max((whole && t.present) || (t.rights ? 0 : t.issued), t.cast), rest = expected - t.cast;
  const voting = t.stage === "open" || t.stage === "paused";
  const state = (poll ? ASKING : STATES)[t.stage] || "";
  set("state", state);
  $("state").hidden = !state;
  $("scan").hidden = t.stage !== "open";
  $("middle").classList.toggle("alone", t.stage !== "open");
  $("turnout").hidden = t.stage === "drafted" || t.stage === "prepared" || t.stage === "void";
  set("cast", t.cast);
  const word = whole ? "人已投票" : "张票已投出", unit = whole ? " 人" : " 张";
  set("rest", poll ? "份答卷" : word + (voting && expected && (whole || !t.rights) ? (rest > 0 ? "，还差 " + rest + unit : "，已投齐") : ""));
  $("bar").max = expected || 1;
  $("bar").value = t.cast;
  $("bar").hidden = !whole && t.rights;
  set("entitled", t.entitled);
  set("present", t.present || "—");
  set("issued", t.issued);
  set("issued-word", t.rights ? "各种票合计最多" : "发出");
  $("given").hidden = $("turnout").hidden || (poll && t.issued === t.cast);
  $("quorum").hidden = !t.quorum || t.stage === "void";
  const enough = t.stage === "drafted" || t.stage === "prepared" ? "，已到够，可以测评" : "，已到够";
  set("quorum", t.quorum ? "法定人数 " + t.quorum + " 人" + (!t.present ? "" : t.present >= t.quorum ? enough : "，还没有到够") : "");
  $("later").hidden = t.stage === "void" || t.stage === "published";
  ends = t.closes_at && voting ? Date.parse(t.closes_at) : 0;
  held = t.held_at ? Date.parse(t.held_at) : 0;
  tick();
}
const long = (left) => (left < 172800 ? Math.floor(left / 3600) + " 小时" : Math.floor(left / 86400) + " 天");
function tick() {
  $("clock").hidden = !ends;
  const left = Math.max(0, Math.round((ends - (held || Date.now())) / 1000));
  if (ends) set("left", left ? (left < 7200 ? two(Math.floor(left / 60)) + ":" + two(left % 60) : long(left)) : "时间到");
  if (Date.now() - last > 8000) {
    const at = new Date(last);
    set("lost", "连接中断，数字停在 " + two(at.getHours()) + ":" + two(at.getMinutes()));
  }
}
const ask = () => fetch(base + "/turnout", { credentials: "omit", headers: { Accept: "application/json" } })
  .then((answer) => (answer.ok ? answer.json().then(draw) : 0)).catch(() => 0);
function listen() {
  if (!window.EventSource) return start();
  const stream = new EventSource(base + "/stream");
  stream.onmessage = (event) => { stop(); draw(JSON.parse(event.data)); };
  stream.onerror = () => { start(); if (stream.readyState === 2) setTimeout(listen, 15000); };
}
function start() { if (!timer) { timer = setInterval(ask, 3000); ask(); } }
function stop() { clearInterval(timer); timer = 0; }

const slides = [...document.querySelectorAll(".slide")];
let at = 0;
function turn(to) {
  at = Math.min(slides.length - 1, Math.max(0, to));
  slides.forEach((slide, i) => { slide.hidden = i !== at; });
  set("page", at ? "第 " + at + " 个，共 " + (slides.length - 1) + " 个" : "");
}
addEventListener("keydown", (event) => {
  if (event.key === "b" || event.key === "B") body.classList.toggle("black");
  else if (!slides.length) return;
  else if (event.key === "ArrowRight" || event.key === "PageDown" || event.key === " ") turn(at + 1);
  else if (event.key === "ArrowLeft" || event.key === "PageUp") turn(at - 1);
  else return;
  event.preventDefault();
});
if (slides.length) turn(0);
else { draw(JSON.parse(body.dataset.now)); listen(); setInterval(tick, 1000); }
})();
