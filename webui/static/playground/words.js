// Sentences of the server, in which code stands between backticks -> what the page shows.

/** The nodes of a sentence: text, and `code` elements. */
export function coded(sentence) {
  const parts = sentence.split("`");
  if (parts.length % 2 === 0) return [sentence]; // a backtick of its own
  return parts.map((part, index) => {
    if (index % 2 === 0) return part;
    const element = document.createElement("code");
    element.textContent = part;
    return element;
  });
}

/** The sentence with quotation marks around code, where there can be no elements. */
export function quoted(sentence) {
  return sentence.replace(/`([^`]*)`/g, "“$1”");
}
