/* Digits mark a sheet while one of its boxes has the focus: a teller's eyes stay on the paper. */
(() => {
const stops = [...document.querySelectorAll(".q")], keys = document.getElementById("keys");
const inside = (stop) => [...stop.querySelectorAll("input,select,textarea")];
const go = (at) => {
  const stop = stops[at], field = stop ? inside(stop).find((one) => one.checked) || inside(stop)[0] : document.querySelector(".pri");
  field.focus({ preventScroll: true });
  (stop || field).scrollIntoView({ block: "center" });
};
if (!stops.length) return;
keys.hidden = false;
keys.closest(".trial").classList.add("keyed");
go(Math.max(0, stops.findIndex((stop) => stop.matches("fieldset") && !inside(stop).some((one) => one.checked))));
addEventListener("keydown", (event) => {
  const stop = event.target.closest("fieldset.q"), at = stops.indexOf(stop);
  if (!stop || event.ctrlKey || event.metaKey || event.altKey) return;
  const digit = /^(?:Digit|Numpad)(\d)$/.exec(event.code), boxes = inside(stop), chosen = digit && boxes[digit[1] - 1];
  if (event.key === "Backspace") go(Math.max(0, at - 1));
  else if (digit && event.shiftKey && chosen) chosen.checked = !chosen.checked;
  else if (digit && (chosen || digit[1] === "0")) { boxes.forEach((box) => { box.checked = box === chosen; }); go(at + 1); }
  else return;
  event.preventDefault();
});
})();
