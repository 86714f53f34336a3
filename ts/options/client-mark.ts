/**
 * Under this name a client of whichever copy of the package tells its connection: `instanceof` and private
 * maps know one copy only, and jest.resetModules() makes another. The number goes up with the form of what is told.
 */
const CONNECTION = Symbol.for('playwright-genesys/connection/1')

/** Makes clients of a class known; `connectionOf` reads what one was made with. */
export function markClients<C extends object>(prototype: C, connectionOf: (client: C) => object): void {
  Object.defineProperty(prototype, CONNECTION, { value(this: C) { return connectionOf(this) } })
}

/** The connection of a client; `undefined` for what is none, or is one of another version. */
export function connectionOfClient(client: unknown): object | undefined {
  const tell: unknown = (client as { [CONNECTION]?: unknown } | null | undefined)?.[CONNECTION]
  return typeof tell === 'function' ? tell.call(client) : undefined
}
