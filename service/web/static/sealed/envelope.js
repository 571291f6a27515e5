/* Bytes become an envelope that only the box key opens: HPKE, RFC 9180, base mode, one message.
   DHKEM(P-256, HKDF-SHA256), HKDF-SHA256, AES-256-GCM, as service/box/sealing.py opens it. */
const Envelope = (() => {
"use strict";
const { join } = Bytes;
const CURVE = { name: "ECDH", namedCurve: "P-256" }, MAC = { name: "HMAC", hash: "SHA-256" };
const KEM = join("KEM", [0, 16]), SUITE = join("HPKE", [0, 16, 0, 1, 0, 2]);
const NOTHING = new Uint8Array(0), ZEROS = new Uint8Array(32);

async function hmac(key, data) {
  const imported = await crypto.subtle.importKey("raw", key, MAC, false, ["sign"]);
  return new Uint8Array(await crypto.subtle.sign(MAC, imported, data));
}
/* An empty salt is 32 zeros: HMAC fills keys up with them, and browsers refuse an empty key. */
const extract = (suite, salt, label, secret) =>
  hmac(salt.length ? salt : ZEROS, join("HPKE-v1", suite, label, secret));
/* One round of HKDF-Expand is enough: nothing here is longer than the hash. */
const expand = async (suite, secret, label, info, length) =>
  (await hmac(secret, join([0, length], "HPKE-v1", suite, label, info, [1]))).slice(0, length);

async function share(box, pair, sender) {
  const theirs = await crypto.subtle.importKey("raw", box, CURVE, false, []);
  const common = await crypto.subtle.deriveBits({ name: "ECDH", public: theirs }, pair.privateKey, 256);
  const secret = await extract(KEM, NOTHING, "eae_prk", new Uint8Array(common));
  return expand(KEM, secret, "shared_secret", join(sender, box), 32);
}

/* `pair` and `aad` are given by test vectors alone. */
async function seal(box, info, plain, pair, aad = NOTHING) {
  const drawn = pair || (await crypto.subtle.generateKey(CURVE, false, ["deriveBits"]));
  const sender = new Uint8Array(await crypto.subtle.exportKey("raw", drawn.publicKey));
  const shared = await share(box, drawn, sender);
  const [id, about, secret] = await Promise.all([
    extract(SUITE, NOTHING, "psk_id_hash", NOTHING),
    extract(SUITE, NOTHING, "info_hash", info),
    extract(SUITE, shared, "secret", NOTHING),
  ]);
  const context = join([0], id, about);
  const [key, iv] = await Promise.all([
    expand(SUITE, secret, "key", context, 32),
    expand(SUITE, secret, "base_nonce", context, 12),
  ]);
  const cipher = await crypto.subtle.importKey("raw", key, "AES-GCM", false, ["encrypt"]);
  const kind = { name: "AES-GCM", iv, additionalData: aad };
  return join(sender, new Uint8Array(await crypto.subtle.encrypt(kind, cipher, plain)));
}

return { seal };
})();
