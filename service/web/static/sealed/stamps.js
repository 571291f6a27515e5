/* Blind stamps: RFC 9474, RSABSSA-SHA384-PSS-Randomized; the caller puts the random prefix first.
   The registrar stamps a number that tells nothing of the message, whatever computer it has. */
const Stamps = (() => {
"use strict";
const { base64, digest, fromHex, hex, join, random } = Bytes;
const HASH = 48, SALT = 48;
const number = (digits) => BigInt("0x" + digits);
const spell = (value, like) => value.toString(16).padStart(like.length, "0");
const sha384 = (bytes) => digest("SHA-384", bytes);

/* To the power of 65537: the exponent of every stamp key. */
function raise(base, n) {
  let power = base;
  for (let turn = 0; turn < 16; turn++) power = (power * power) % n;
  return (power * base) % n;
}
function invert(value, n) {
  let [a, b, x, y] = [value, n, 1n, 0n];
  while (b) {
    const quotient = a / b;
    [a, b, x, y] = [b, a - quotient * b, y, x - quotient * y];
  }
  if (a !== 1n) throw new Error("no inverse");
  return ((x % n) + n) % n;
}

/* EMSA-PSS-ENCODE, RFC 8017 §9.1.1, with MGF1 over the same hash. */
async function encode(message, salt, bits) {
  const length = Math.ceil(bits / 8);
  const hash = await sha384(join(new Uint8Array(8), await sha384(message), salt));
  const block = new Uint8Array(length - HASH - 1);
  block[block.length - salt.length - 1] = 1;
  block.set(salt, block.length - salt.length);
  const turns = Array.from({ length: Math.ceil(block.length / HASH) }, (_, turn) => sha384(join(hash, [0, 0, 0, turn])));
  join(...await Promise.all(turns)).slice(0, block.length).forEach((one, at) => { block[at] ^= one; });
  block[0] &= 255 >> (8 * length - bits);
  return hex(join(block, hash, [0xbc]));
}
function below(modulus) {
  for (;;) {
    const drawn = hex(random(modulus.length / 2));
    if (drawn < modulus && number(drawn) > 1n) return drawn;
  }
}

/* The slow part, which knows no message: what blinds one, once, and what takes it off again. */
function draw(modulus, inverse = below(modulus)) {
  const n = number(modulus);
  return { inverse, factor: raise(invert(number(inverse), n), n) };
}

/* What the registrar gets to see, and the secret that takes the blinding off again. */
async function blind(modulus, message, { inverse, factor } = draw(modulus), salt = random(SALT)) {
  const n = number(modulus);
  const encoded = await encode(message, salt, n.toString(2).length - 1);
  return { blinded: spell((number(encoded) * factor) % n, modulus), inverse };
}

async function verify(modulus, message, stamp, saltLength = SALT) {
  const n = base64(fromHex(modulus));
  const jwk = { kty: "RSA", e: "AQAB", n: n.replace(/\+/g, "-").replace(/\//g, "_").replace(/=/g, "") };
  const kind = { name: "RSA-PSS", hash: "SHA-384", saltLength };
  const key = await crypto.subtle.importKey("jwk", jwk, kind, false, ["verify"]);
  return crypto.subtle.verify(kind, key, fromHex(stamp), message);
}

/* The stamp on the message itself, or nothing where the registrar gave no good one. */
async function finish(modulus, message, blindStamp, inverse, saltLength = SALT) {
  if (!/^[0-9a-f]+$/.test(blindStamp) || blindStamp.length !== modulus.length) return "";
  const stamp = spell((number(blindStamp) * number(inverse)) % number(modulus), modulus);
  return (await verify(modulus, message, stamp, saltLength)) ? stamp : "";
}

return { blind, draw, finish, verify };
})();
