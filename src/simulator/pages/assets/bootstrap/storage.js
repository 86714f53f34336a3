'use strict'

const YEAR_MS = 365 * 24 * 60 * 60 * 1000

/** What survives a reload, under the vendor's keys: `_<deployment>:<name>` holds `{ value, ttl }` (that ttl is a time: assumed). */
class Storage {
  #prefix

  constructor(deploymentId) {
    this.#prefix = `_${deploymentId}:`
  }

  get(name) {
    try {
      const { value, ttl } = JSON.parse(localStorage.getItem(this.#prefix + name)) ?? {}
      return ttl > Date.now() ? value : undefined
    } catch {
      // Somebody else wrote there, or the browser forbids storage.
      return undefined
    }
  }

  set(name, value) {
    try {
      localStorage.setItem(this.#prefix + name, JSON.stringify({ value, ttl: Date.now() + YEAR_MS }))
    } catch {
      // Without storage a reload begins anew.
    }
  }

  remove(name) {
    try {
      localStorage.removeItem(this.#prefix + name)
    } catch {
      // Nothing was kept either.
    }
  }
}

/** The guest's only secret; it goes into frames and nowhere else. */
function guestToken(storage) {
  const kept = storage.get('actmu')
  if (kept !== undefined) return kept
  const token = uuid()
  storage.set('actmu', token)
  return token
}

/** `crypto.randomUUID` exists on secure origins only; shops in tests are often plain http. */
function uuid() {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  bytes[6] = (bytes[6] & 0x0f) | 0x40
  bytes[8] = (bytes[8] & 0x3f) | 0x80
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}

module.exports = { Storage, guestToken, uuid }
