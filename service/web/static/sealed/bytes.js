/* Words, hexadecimal digits and numbers become bytes; one value, one writing (canonical JSON). */
const Bytes = (() => {
"use strict";
const text = (words) => new TextEncoder().encode(words);
const hex = (bytes) => Array.from(bytes, (one) => one.toString(16).padStart(2, "0")).join("");
const fromHex = (digits) => Uint8Array.from(digits.match(/../g) || [], (pair) => parseInt(pair, 16));
const base64 = (bytes) => btoa(Array.from(bytes, (one) => String.fromCharCode(one)).join(""));
const random = (length) => crypto.getRandomValues(new Uint8Array(length));
const digest = async (hash, bytes) => new Uint8Array(await crypto.subtle.digest(hash, bytes));

/* Strings are written as UTF-8. */
function join(...parts) {
  const all = parts.map((part) => (typeof part === "string" ? text(part) : part));
  const whole = new Uint8Array(all.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of all) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/* The same bytes as surveys/canonical.py: keys sorted, no space, nothing escaped without need. */
function canonical(value) {
  if (Array.isArray(value)) return "[" + value.map(canonical).join() + "]";
  if (!value || typeof value !== "object") return JSON.stringify(value);
  const pairs = Object.keys(value).sort().map((key) => JSON.stringify(key) + ":" + canonical(value[key]));
  return "{" + pairs.join() + "}";
}

/* ISO/IEC 7816-4: every enclosure of a survey is equally long. */
function pad(bytes, length) {
  if (bytes.length >= length) throw new Error("enclosure too long");
  return join(bytes, [128], new Uint8Array(length - bytes.length - 1));
}

return { base64, canonical, digest, fromHex, hex, join, pad, random, text };
})();
