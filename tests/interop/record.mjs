/* The code that seals, against two implementations by other hands: both ways, then a record for the
   ordinary tests. CONTRIBUTING.md says how to run it. */
import { readFileSync, writeFileSync } from "node:fs";
import { webcrypto } from "node:crypto";
import assert from "node:assert/strict";
import { RSABSSA } from "@cloudflare/blindrsa-ts";
import { Aes256Gcm, CipherSuite, DhkemP256HkdfSha256, HkdfSha256 } from "@hpke/core";

globalThis.crypto ??= webcrypto;
/* Run from the checkout; this file itself lies beside its packages, in the data folder. */
const parts = ["bytes", "stamps", "envelope"];
const source = parts.map((part) => readFileSync(`service/web/static/sealed/${part}.js`, "utf8"));
const { Bytes, Stamps, Envelope } = new Function(source.join("\n") + "\nreturn { Bytes, Stamps, Envelope };")();
const { hex, fromHex } = Bytes;
const url = (digits) => Buffer.from(digits, "base64url").toString("hex");

async function stamps() {
  const suite = RSABSSA.SHA384.PSS.Randomized();
  const { publicKey, privateKey } = await suite.generateKey({ publicExponent: fromHex("010001"), modulusLength: 2048 });
  const n = url((await crypto.subtle.exportKey("jwk", publicKey)).n);
  const message = suite.prepare(Bytes.text("民主测评"));

  const ours = await Stamps.blind(n, message);
  const signed = await suite.blindSign(privateKey, fromHex(ours.blinded));
  const stamp = await Stamps.finish(n, message, hex(signed), ours.inverse);
  assert.ok(await suite.verify(publicKey, fromHex(stamp), message), "our blinding, their signer and verifier");

  const theirs = await suite.blind(publicKey, message);
  const answer = await suite.blindSign(privateKey, theirs.blindedMsg);
  const sig = hex(await suite.finalize(publicKey, message, answer, theirs.inv));
  assert.ok(await Stamps.verify(n, message, sig), "their blinding, our verifier");
  return { n, message: hex(message), blind_sig: hex(answer), inv: hex(theirs.inv), sig };
}

async function envelopes() {
  const suite = new CipherSuite({ kem: new DhkemP256HkdfSha256(), kdf: new HkdfSha256(), aead: new Aes256Gcm() });
  const box = await suite.kem.generateKeyPair(), pair = await suite.kem.generateKeyPair();
  const [pkRm, enc] = await Promise.all([box, pair].map(async (one) => hex(new Uint8Array(await suite.kem.serializePublicKey(one.publicKey)))));
  const info = Bytes.text("一次测评"), pt = Bytes.text("一张票"), aad = new Uint8Array(0);

  const ours = await Envelope.seal(fromHex(pkRm), info, pt);
  const opened = await suite.open({ recipientKey: box.privateKey, enc: ours.slice(0, 65), info }, ours.slice(65), aad);
  assert.deepEqual(new Uint8Array(opened), pt, "our sealing, their opening");

  const sender = await suite.createSenderContext({ recipientPublicKey: box.publicKey, info, ekm: pair });
  const ct = hex(new Uint8Array(await sender.seal(pt, aad)));
  const skEm = url((await crypto.subtle.exportKey("jwk", pair.privateKey)).d);
  return { pkRm, info: hex(info), pt: hex(pt), aad: "", skEm, enc: hex(new Uint8Array(sender.enc)), ct };
}

const record = { blindrsa: await stamps(), hpke: await envelopes() };
assert.equal(record.hpke.enc.length, 130);
writeFileSync("tests/data/interoperation.json", JSON.stringify(record, null, 1) + "\n");
console.log("both ways agree; tests/data/interoperation.json is written anew");
