/* An author's words are not lost in silence: a change that was refused or never arrived says so on
   the page it was made on, and a page that is left with words nobody kept asks first. */
(() => {
const form = () => document.querySelector("#rows,#box");
let typed = "unsaved" in form().dataset;
function tell(words) {
  const at = document.getElementById("refused");
  at.textContent = words;
  at.scrollIntoView({ block: "center" });
}
addEventListener("input", () => { typed = true; });
addEventListener("submit", () => { typed = false; });
addEventListener("htmx:responseError", ({ detail: { xhr } }) => {
  typed = true;
  const said = /^text\/plain/.test(xhr.getResponseHeader("content-type"));
  tell(said ? xhr.responseText : "没有办成。请再试一次；还不行，请刷新页面。");
});
addEventListener("htmx:sendError", () => { typed = true; tell("网络不通，刚才的改动还没有送到。请过一会儿再试。"); });
addEventListener("beforeunload", (event) => { if (typed) { event.preventDefault(); event.returnValue = ""; } });
})();
