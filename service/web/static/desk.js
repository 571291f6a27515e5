/* Keys of the review desk. They can be switched off, and do nothing while somebody types. */
(() => {
const all = (what) => [...document.querySelectorAll(what)], keys = document.getElementById("keys");
if (!keys) return;
const on = () => { try { return localStorage.getItem("desk-keys") !== "off"; } catch (e) { return true; } };
keys.hidden = false;
const box = keys.querySelector("input");
box.checked = on();
box.onchange = () => { try { localStorage.setItem("desk-keys", box.checked ? "on" : "off"); } catch (e) { /* not kept */ } };
addEventListener("keydown", (event) => {
  if (!box.checked || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.target.closest("textarea,select,input:not([type=checkbox])")) {
    if (event.key === "Escape") event.target.blur();
    return;
  }
  const at = all("[data-key]").find((each) => each.dataset.key === event.key.toLowerCase());
  if (!at) return;
  event.preventDefault();
  const fold = at.closest("details");
  if (fold && at.matches("summary")) { fold.open = true; fold.querySelector("textarea,select,input:not([type=hidden])").focus(); return; }
  at.click();
});
})();
