/**
 * Under this name a client of whichever copy of the package tells its connection: `instanceof` and private
 * maps know one copy only, and jest.resetModules() makes another. The number goes up with the form of what is told.
 */
const CONNECTION = Symbol.for('playwright-genesys/connection/1')

/** Makes clients of a class known; `connectionOf` reads what one was made with. */
function markClients(prototype, connectionOf) {
  Object.defineProperty(prototype, CONNECTION, { value() { return connectionOf(this) } })
}

/** The connection of a client; `undefined` for what is none, or is one of another version. */
const connectionOfClient = (client) => (typeof client?.[CONNECTION] === 'function' ? client[CONNECTION]() : undefined)

export { connectionOfClient, markClients }
