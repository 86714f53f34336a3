const ID = /\b(?:[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}|[\da-f]{32})\b/gi
const SHORTEST = 4

function isUniqueAt(length, ids) {
  return new Set(ids.map((id) => id.slice(0, length))).size === ids.length
}

/** Whatever a model shows that may name an id: it is short in the same way wherever it stands. */
function textsOf({ title, subtitle, verdict, facts, witnesses, entries }) {
  const told = [...entries, ...witnesses].flatMap(({ label, detail }) => [label, detail])
  return [title, subtitle, verdict?.text, verdict?.hint, ...facts.map(({ value }) => value), ...told].filter(Boolean)
}

/** Every id that a model names, once. */
function idsIn(model) {
  const ids = textsOf(model).flatMap((text) => text.match(ID) ?? [])
  return [...new Set(ids.map((id) => id.toLowerCase()))]
}

/** A function that shortens ids to the first characters that still tell all of a model's apart. */
function shortener(model) {
  const ids = idsIn(model)
  let length = SHORTEST
  while (!isUniqueAt(length, ids)) length += 1
  return (text) => text.replace(ID, (id) => (length < id.length ? `${id.slice(0, length)}…` : id))
}

export { idsIn, shortener }
