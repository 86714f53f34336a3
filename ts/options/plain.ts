export const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null

/** The name of an object's class; `undefined` for plain objects, of whatever realm. */
export function className(value: object): string | undefined {
  const prototype = Object.getPrototypeOf(value)
  if (prototype === null || Object.getPrototypeOf(prototype) === null) return undefined
  return prototype.constructor?.name || undefined
}

/** Whether JavaScript itself calls it an object: no list, no date, nothing of a kind of its own. */
export const isTagged = (value: unknown): value is Record<string, unknown> => Object.prototype.toString.call(value) === '[object Object]'
