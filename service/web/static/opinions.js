/* A draft of what somebody writes stays on this phone alone; names and numbers are not kept. */
(() => {
const form = document.querySelector("form[data-draft]"), done = document.querySelector("[data-sent]");
const keep = (key, value) => { try { value ? localStorage.setItem(key, value) : localStorage.removeItem(key); } catch (e) { /* a private window keeps nothing */ } };
const read = (key) => { try { return JSON.parse(localStorage.getItem(key)) || {}; } catch (e) { return {}; } };
if (done) return keep(done.dataset.sent, "");
if (!form) return;
const key = form.dataset.draft, saved = form.querySelector(".saved");
const boxes = [...form.querySelectorAll("textarea")];
const before = read(key);
for (const box of boxes) {
  if (!box.value && before[box.name]) box.value = before[box.name];
  const left = document.createElement("small");
  left.className = "num";
  box.after(left);
  const count = () => { left.textContent = box.value ? box.value.length + "/" + box.maxLength : ""; };
  box.addEventListener("input", count);
  count();
}
form.addEventListener("input", () => {
  const words = Object.fromEntries(boxes.filter((box) => box.value).map((box) => [box.name, box.value]));
  keep(key, Object.keys(words).length ? JSON.stringify(words) : "");
  saved.textContent = "草稿存在这台手机上，还没有提交。";
});
form.addEventListener("submit", () => setTimeout(() => { form.querySelector("button.pri").disabled = true; }));
addEventListener("pageshow", () => { form.querySelector("button.pri").disabled = false; });
})();
