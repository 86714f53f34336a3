'use strict'

const ID = /\b(?:[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}|[\da-f]{32})\b/gi
const SHORTEST = 4

function isUniqueAt(length, ids) {
  return new Set(ids.map((id) => id.slice(0, length))).size === ids.length
}

/** A function that shortens the ids in a text to the first characters that still tell all of `texts` apart. */
function shortener(texts) {
  const ids = [...new Set(texts.flatMap((text) => text.match(ID) ?? []).map((id) => id.toLowerCase()))]
  let length = SHORTEST
  while (!isUniqueAt(length, ids)) length += 1
  return (text) => text.replace(ID, (id) => (length < id.length ? `${id.slice(0, length)}…` : id))
}

module.exports = { shortener }
