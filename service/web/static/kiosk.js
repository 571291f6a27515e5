/* A tablet of the house: after a minute of nothing, or at the end, it forgets whoever stood here.
   A ballot that was confirmed and is on its way is left alone until its receipt is there. */
(() => {
"use strict";
const form = document.getElementById("ballot"), next = form.dataset.kiosk + "/next", WARN = 50, END = 60;
const root = document.documentElement, code = document.getElementById("code");
const box = document.createElement("div"), words = document.createElement("p"), stay = document.createElement("button");
let since = Date.now();
box.className = "idle";
box.hidden = true;
box.setAttribute("role", "alertdialog");
box.setAttribute("aria-label", "还在投票吗");
stay.className = "btn pri";
stay.type = "button";
stay.textContent = "我还在投";
box.append(words, stay);
document.body.append(box);
/* The box itself goes on the click, or the finger's lifting would meet what lies under it. */
function touched(event) {
  since = Date.now();
  if (!event || event.type === "click" || !box.contains(event.target)) box.hidden = true;
}
stay.onclick = touched;
function wipe() {
  sessionStorage.clear();
  form.reset();
  location.replace(next);
}
const used = () => sessionStorage.length > 0 || !!code.value || !!document.querySelector(".done");
function look() {
  const idle = Math.floor((Date.now() - since) / 1000);
  if (root.classList.contains("fixed") || !used()) return touched();
  if (idle >= END) return wipe();
  if (idle < WARN) return;
  words.textContent = "还在投票吗？" + (END - idle) + " 秒后清空，换下一位。";
  if (box.hidden) { box.hidden = false; stay.focus({ preventScroll: true }); }
}
for (const kind of ["pointerdown", "keydown", "input", "wheel", "touchmove"]) addEventListener(kind, touched, { capture: true, passive: true });
addEventListener("click", (event) => { if (event.target.closest(".finish,.wipe")) { event.preventDefault(); wipe(); } });
addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
setInterval(look, 1000);
})();
