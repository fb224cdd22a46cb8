// The texts of the page -> the fragment of a link that brings them back, and the fragment -> the texts, exactly as
// webui/playground/links.py does it: a version mark and, as base64url, the deflated JSON of the texts that are not blank.
// A fragment never reaches a server.

const MARK = "1.";

// What a link can hold.
const NAMES = [
  "mapping", "payload", "current", "groups", "directory", "account", "connection", "now", "tests", "earlier", "view",
];

const MOST_BYTES = 512 * 1024;
const MOST_CHARACTERS = Math.floor(((MOST_BYTES + 1024) * 4) / 3);

// So many bytes are unpacked, or written as characters, at once: a thousand times more can come out of it.
const SLICE = 1024;

const TOO_LONG = "The texts are longer than 512 kB together, which is more than a link can hold.";
const OTHER_VERSION = "This link was made by another version of the playground, which this one does not know.";
const NOT_OURS = "This link is damaged, or none of the playground: it may have been cut off when it was copied.";

// Texts that no link can hold, or a fragment that brings no texts; the message is a sentence for people.
export class WrongLink extends Error {}

// Whether a fragment, without `#`, wants to bring texts; others go to a place of the page.
export function isLink(fragment) {
  return /^[0-9]+\./.test(fragment);
}

// The texts without those that can tell of people: payloads, what stands beside them, and tests.
export function mappingOnly({ mapping, earlier }) {
  return { mapping, earlier };
}

// The fragment, without `#`, that brings the texts back. Throws WrongLink when they are too long.
export async function encode(texts) {
  const kept = NAMES.filter((name) => typeof texts[name] === "string" && !/^[ \t\r\n]*$/.test(texts[name]));
  // Half a surrogate pair is no UTF-8; JSON writes it as an escape.
  const written = JSON.stringify(Object.fromEntries(kept.map((name) => [name, texts[name]])));
  const content = new TextEncoder().encode(written);
  if (content.length > MOST_BYTES) throw new WrongLink(TOO_LONG);
  return MARK + base64url(await through(new CompressionStream("deflate-raw"), content));
}

// The texts that a fragment, without `#`, brings; those that are not named are blank. Throws WrongLink.
export async function decode(fragment) {
  if (!isLink(fragment)) throw new WrongLink(NOT_OURS);
  if (!fragment.startsWith(MARK)) throw new WrongLink(OTHER_VERSION);
  if (fragment.length > MOST_CHARACTERS) throw new WrongLink(TOO_LONG);
  try {
    const deflated = bytesOf(fragment.slice(MARK.length));
    return textsOf(await through(new DecompressionStream("deflate-raw"), deflated, MOST_BYTES));
  } catch (fault) {
    throw fault instanceof WrongLink ? fault : new WrongLink(NOT_OURS);
  }
}

function textsOf(content) {
  const texts = JSON.parse(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(content));
  const isOurs =
    typeof texts === "object" && texts !== null && !Array.isArray(texts) &&
    Object.entries(texts).every(([name, text]) => NAMES.includes(name) && typeof text === "string");
  if (!isOurs) throw new WrongLink(NOT_OURS);
  return texts;
}

// All that comes out of a stream for these bytes. They go in by slices and wait for each other, so that what would
// become huge is given up while it is small.
async function through(transform, bytes, most = Infinity) {
  let at = 0;
  const slices = new ReadableStream({
    pull(controller) {
      if (at < bytes.length) controller.enqueue(bytes.subarray(at, (at += SLICE)));
      else controller.close();
    },
  });
  const reader = slices.pipeThrough(transform).getReader();
  const parts = [];
  let length = 0;
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    length += part.value.length;
    if (length > most) {
      reader.cancel().catch(() => {}); // the rest is of no interest, nor is what may be wrong with it
      throw new WrongLink(TOO_LONG);
    }
    parts.push(part.value);
  }
  return joined(parts, length);
}

function joined(parts, length) {
  const whole = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function base64url(bytes) {
  const characters = [];
  for (let at = 0; at < bytes.length; at += SLICE) {
    characters.push(String.fromCharCode(...bytes.subarray(at, at + SLICE)));
  }
  return btoa(characters.join("")).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

function bytesOf(base64) {
  if (!/^[A-Za-z0-9_-]*$/.test(base64)) throw new WrongLink(NOT_OURS);
  return Uint8Array.from(atob(base64.replaceAll("-", "+").replaceAll("_", "/")), (each) => each.charCodeAt(0));
}
