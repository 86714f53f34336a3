'use strict'

const { NativePageGuest } = require('../../build/boundary/page-guest')
const { AuthorityFolder } = require('../../build/door/authority')
const { Door } = require('../../build/door/door')
const { DoorLine } = require('../../build/door/guest-line/door-line')
const { resolveConnection } = require('../../build/client/connection')

/** A door to the guest host of a simulator, as to that of a real org. */
class BehindDoor {
  #authority = new AuthorityFolder()
  door
  url = ''
  host = ''

  /** What its gate is at, and the name that a page gives the guest host. */
  static async open(connection) {
    const behind = new BehindDoor()
    const to = { org: resolveConnection(connection, 'test') }
    behind.door = new Door({ authorityKey: behind.#authority.key, to })
    behind.url = `ws://127.0.0.1:${await behind.door.open()}`
    behind.host = new URL(connection.guestUrl).host
    return behind
  }

  /** The line of a page whose sockets have this tag. */
  line(tag) {
    const guest = new NativePageGuest(tag, {}, () => {})
    this.door.claim(tag, guest)
    return new DoorLine(guest)
  }

  stop() {
    this.door.stop()
    this.#authority.remove()
  }
}

module.exports = { BehindDoor }
