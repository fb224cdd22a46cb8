// What the payload has of schemas beside the core: their URNs with the names of their attributes, and no values. With
// them the server can offer what a mapping may declare.

import { panes } from "./panes.js";

// As in mapper/completion/sent.py.
const MOST_SCHEMAS = 20;
const MOST_ATTRIBUTES = 100;
const LONGEST_URN = 200;
const LONGEST_NAME = 100;
const MOST_PAYLOADS = 20;

const isURN = (name) => typeof name === "string" && name.length <= LONGEST_URN && /^urn:/i.test(name);
const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

let known = { text: "", sent: "{}" };

/** The schemas of the payload as JSON, for a request. */
export function sentSchemas() {
  const { text } = panes.get("payload");
  if (text !== known.text) known = { text, sent: JSON.stringify(schemasOf(text)) };
  return known.sent;
}

function schemasOf(text) {
  const found = new Map();
  const add = (urn, names) => {
    if (!found.has(urn) && found.size < MOST_SCHEMAS) found.set(urn, new Set());
    for (const name of names) {
      if (name.length <= LONGEST_NAME && found.get(urn)?.size < MOST_ATTRIBUTES) found.get(urn).add(name);
    }
  };
  for (const payload of payloadsOf(text)) {
    for (const urn of [payload.schemas].flat().filter(isURN)) add(urn, []);
    for (const urn of Object.keys(payload).filter(isURN)) add(urn, isObject(payload[urn]) ? Object.keys(payload[urn]) : []);
  }
  return Object.fromEntries([...found].map(([urn, names]) => [urn, [...names]]));
}

/** The first payloads of a text: one, a list of them, or one a line. */
function payloadsOf(text) {
  const whole = read(text);
  const all = whole === undefined ? text.split("\n", MOST_PAYLOADS).map(read) : [whole].flat();
  return all.slice(0, MOST_PAYLOADS).filter(isObject);
}

function read(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
