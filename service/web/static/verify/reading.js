/* Published bytes become values; written from docs/reference/publication.md §1 and §2.1, and shared
   with nothing: this page is a verifier of its own. */
const Reading = (() => {
"use strict";
const utf8 = (words) => new TextEncoder().encode(words);
const hex = (bytes) => Array.from(bytes, (one) => one.toString(16).padStart(2, "0")).join("");
function unhex(digits) {
  if (typeof digits !== "string" || !/^([0-9a-f]{2})*$/.test(digits)) throw new Error("not hexadecimal");
  return Uint8Array.from(digits.match(/../g) || [], (pair) => parseInt(pair, 16));
}
/* Null where the base64 is not the one way to write these bytes. */
function unbase64(letters) {
  try {
    const raw = atob(letters);
    return btoa(raw) === letters ? Uint8Array.from(raw, (one) => one.charCodeAt(0)) : null;
  } catch (error) { return null; }
}
function join(...parts) {
  const all = parts.map((part) => (typeof part === "string" ? utf8(part) : part));
  const whole = new Uint8Array(all.reduce((sum, part) => sum + part.length, 0));
  all.reduce((at, part) => { whole.set(part, at); return at + part.length; }, 0);
  return whole;
}
const sha256 = async (...parts) => new Uint8Array(await crypto.subtle.digest("SHA-256", join(...parts)));

/* JavaScript sorts by UTF-16 units, the files by code points. */
function byPoint(left, right) {
  const a = Array.from(left), b = Array.from(right);
  for (let at = 0; at < Math.min(a.length, b.length); at += 1)
    if (a[at] !== b[at]) return a[at].codePointAt(0) - b[at].codePointAt(0);
  return a.length - b.length;
}
function write(value) {
  if (Array.isArray(value)) return "[" + value.map(write).join() + "]";
  if (!value || typeof value !== "object") return JSON.stringify(value);
  return "{" + Object.keys(value).sort(byPoint).map((key) => JSON.stringify(key) + ":" + write(value[key])).join() + "}";
}
const strict = (bytes) => new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);

/* One value of a whole file; null, and noted, where it is not canonical. */
function whole(file, bytes, notes) {
  const check = file.replace("json", "canonical");
  try {
    const words = strict(bytes), value = JSON.parse(words);
    if (write(value) !== words) throw new Error("not canonical");
    notes.made(check, { bytes: bytes.length });
    return value;
  } catch (error) {
    notes.differs(check, { file, line: 1, detail: error.message });
    return null;
  }
}
/* One value a line, each with exactly these fields. */
function lines(file, bytes, fields, notes) {
  const check = file.replace("jsonl", "canonical"), found = [];
  let words = "";
  try { words = strict(bytes); } catch (error) { notes.differs(check, { file, line: 1, detail: error.message }); }
  const written = words.split("\n");
  if (written.pop() !== "") notes.differs(check, { file, line: written.length + 1, detail: "no newline" });
  written.forEach((line, at) => {
    try {
      const value = JSON.parse(line);
      if (write(value) !== line || Object.keys(value).sort().join() !== fields) throw new Error("not canonical");
      found.push({ line: at + 1, value, written: line });
    } catch (error) { notes.differs(check, { file, line: at + 1, detail: error.message }); }
  });
  notes.made(check, { lines: found.length });
  return found;
}

/* RFC 9162 §2.1.1. */
async function root(leaves) {
  if (leaves.length < 2) return leaves.length ? sha256([0], leaves[0]) : sha256();
  let left = 1;
  while (left * 2 < leaves.length) left *= 2;
  return sha256([1], await root(leaves.slice(0, left)), await root(leaves.slice(left)));
}

const PSS = { name: "RSA-PSS", hash: "SHA-384", saltLength: 48 };
async function key(modulus) {
  const digits = modulus.length % 2 ? "0" + modulus : modulus;
  const n = btoa(String.fromCharCode(...unhex(digits))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=/g, "");
  return crypto.subtle.importKey("jwk", { kty: "RSA", n, e: "AQAB" }, PSS, false, ["verify"]);
}
async function holds(own, message, stamp) {
  try { return await crypto.subtle.verify(PSS, await own, unhex(stamp), message); } catch (error) { return false; }
}
/* Null where this browser knows no Ed25519. */
async function signed(own, message, signature) {
  let known;
  try { known = await crypto.subtle.importKey("raw", unhex(own), "Ed25519", false, ["verify"]); } catch (error) { return null; }
  try { return await crypto.subtle.verify("Ed25519", known, unhex(signature), message); } catch (error) { return false; }
}

return { hex, holds, join, key, lines, root, sha256, signed, unbase64, unhex, utf8, whole, write };
})();
