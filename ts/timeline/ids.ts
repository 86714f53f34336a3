import type { Timeline } from './model'

const ID = /\b(?:[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}|[\da-f]{32})\b/gi
const SHORTEST = 4

function isUniqueAt(length: number, ids: string[]): boolean {
  return new Set(ids.map((id) => id.slice(0, length))).size === ids.length
}

/** Whatever a model shows that may name an id: it is short in the same way wherever it stands. */
function textsOf({ title, subtitle, verdict, facts, witnesses, entries }: Timeline): string[] {
  const told = [...entries.flatMap(({ label, detail }) => [label, detail]), ...witnesses.map(({ detail }) => detail)]
  return [title, subtitle, verdict?.text, verdict?.hint, ...facts.map(({ value }) => value), ...told].filter((text) => text !== undefined)
}

/** Every id that a model names, once. */
export function idsIn(model: Timeline): string[] {
  const ids = textsOf(model).flatMap((text) => text.match(ID) ?? [])
  return [...new Set(ids.map((id) => id.toLowerCase()))]
}

export type Shorten = (text: string) => string

/** A function that shortens ids to the first characters that still tell all of a model's apart. */
export function shortener(model: Timeline): Shorten {
  const ids = idsIn(model)
  let length = SHORTEST
  while (!isUniqueAt(length, ids)) length += 1
  return (text) => text.replace(ID, (id) => (length < id.length ? `${id.slice(0, length)}…` : id))
}
