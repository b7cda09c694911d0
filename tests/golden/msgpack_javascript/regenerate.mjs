// Writes the frames beside this file with @msgpack/msgpack, an implementation of msgpack that is neither Python's nor ours,
// from the readable golden files. The tests need only the frames. Run it after a deliberate change of the wire:
//   npm install --no-save @msgpack/msgpack@3.1.3 && node tests/golden/msgpack_javascript/regenerate.mjs
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { encode } from "@msgpack/msgpack";

const HERE = new URL("./", import.meta.url);
const READABLE = new URL("../protocol/", HERE);
const NO_MESSAGES = ["handshake.json", "state.json"];

/** The readable files hold bytes as base64. */
function withBytes(key, value) {
  return key === "nonce" || key === "proof" ? Buffer.from(value, "base64") : value;
}

for (const name of readdirSync(READABLE).filter((name) => name.endsWith(".json") && !NO_MESSAGES.includes(name))) {
  const payload = encode(JSON.parse(readFileSync(new URL(name, READABLE), "utf8"), withBytes));
  const length = Buffer.alloc(4);
  length.writeUInt32BE(payload.length);
  writeFileSync(new URL(name.replace(".json", ".bin"), HERE), Buffer.concat([length, payload]));
}
