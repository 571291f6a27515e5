/* Files that are dropped or chosen become a list of findings. Nothing is sent anywhere. */
(() => {
"use strict";
const $ = (id) => document.getElementById(id), form = $("verify"), list = $("checks"), rows = [...list.children], words = JSON.parse(list.dataset.words);
let files = {}, receipts = [];

const say = (value) => {
  if (value === null) return "（无）";
  if (typeof value === "boolean") return value ? "是" : "否";
  if (Array.isArray(value)) return value.map(say).join("，");
  if (typeof value === "object") return Object.keys(value).sort().map((one) => say(one) + " " + value[one]).join("、") || "0";
  return words[value] || String(value).replace(/[\u202a-\u202e\u2066-\u2069]/g, "");
};
const fill = (pattern, data) => pattern.replace(/\{(\w+)\}/g, (_, name) => say(data[name]));

async function take(chosen) {
  for (const file of chosen) {
    const bytes = new Uint8Array(await file.arrayBuffer()), name = Checking.FILES.find((one) => file.name === one || file.name.endsWith("-" + one));
    if (name) files[name] = bytes;
    else if (/\.json$/.test(file.name) && /"leaf"/.test(new TextDecoder().decode(bytes))) receipts.push(bytes);
  }
  const there = Checking.FILES.filter((one) => files[one]);
  $("have").textContent = "已放入 " + there.length + " 个文件：" + (there.join("、") || "（还没有）") + (receipts.length ? "；回执 " + receipts.length + " 张" : "");
}
/* A folder that was dropped. */
async function walk(entry) {
  if (entry.isFile) return take([await new Promise((done, fail) => entry.file(done, fail))]);
  const inside = await new Promise((done, fail) => entry.createReader().readEntries(done, fail));
  for (const each of inside) if (each.isFile) await walk(each);
}

function show(notes) {
  let held = 0, unmade = 0;
  for (const row of rows) {
    const found = notes.found.get(row.dataset.check), said = row.querySelector("ul");
    const { differences = [] } = found || {}, needed = !("optional" in row.dataset);
    const lines = differences.slice(0, 20).map((data) => fill(row.dataset.differs, data));
    if (differences.length > 20) lines.push("还有 " + (differences.length - 20) + " 处，不再列出");
    const good = found && found.held && !differences.length;
    if (good) lines.push(fill(row.dataset.held, found.held));
    if (!found && needed) lines.push("前面有读不了的，这一项没能检查");
    row.hidden = !lines.length;
    row.className = good ? "held" : "differs";
    row.querySelector("i").textContent = good ? "相符" : found ? "不符" : "未查";
    held += !!good;
    unmade += !found && needed;
    said.replaceChildren(...lines.map((line) => Object.assign(document.createElement("li"), { textContent: line })));
  }
  /* What differs stands first, in the page too: whoever reads by ear or by keys meets it first. */
  const isHeld = (row) => row.className === "held";
  list.append(...rows.filter((row) => !isHeld(row)), ...rows.filter(isHeld));
  const bad = notes.bad.length, passed = !bad && !unmade;
  $("verdict").textContent = passed ? "核对通过：" + held + " 项检查全部相符。" : "核对不通过：" + bad + " 项检查不符，" + unmade + " 项没能检查，都列在最前面。";
  $("verdict").className = passed ? "found yes" : "found no";
  $("verdict").dataset.passed = passed;
  $("unsigned").hidden = !receipts.length || notes.found.has("receipt.signature");
  $("found").hidden = false;
  $("found").focus();
}
async function go(event) {
  event.preventDefault();
  $("verdict").textContent = "正在核对……";
  let notes;
  try { notes = await Checking.check(files, form.elements.fingerprint.value, { witness: form.elements.witness.value, receipts }); } catch (error) {
    notes = { found: new Map([["manifest.canonical", { held: null, differences: [{ file: "manifest.json / result.json", line: 1, detail: "not canonical" }] }]]), bad: ["manifest.canonical"] };
  }
  show(notes);
}

if (!(window.crypto && crypto.subtle && window.BigInt)) $("unable").hidden = false;
form.addEventListener("submit", go);
$("files").addEventListener("change", (event) => take(event.target.files));
form.addEventListener("reset", () => { files = {}; receipts = []; take([]); $("found").hidden = true; });
addEventListener("dragover", (event) => event.preventDefault());
addEventListener("drop", async (event) => {
  event.preventDefault();
  const entries = Array.from(event.dataTransfer.items, (item) => item.webkitGetAsEntry && item.webkitGetAsEntry()).filter(Boolean);
  if (entries.length) for (const entry of entries) await walk(entry);
  else await take(event.dataTransfer.files);
});
})();
