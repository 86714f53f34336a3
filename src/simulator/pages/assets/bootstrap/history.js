'use strict'

const PAGE_SIZE = 25

/** Pages of a guest's history, newest first; each wants a token that the socket gives. */
class History {
  #address
  #askJwt
  #page = 1

  constructor(apiAddress, askJwt) {
    this.#address = `${apiAddress}/api/v2/webmessaging/messages`
    this.#askJwt = askJwt
  }

  restart() {
    this.#page = 1
  }

  /** The next page: `{ messages, pageNumber, pageSize, isLast }`. */
  async next() {
    const page = this.#page
    const answer = await fetch(`${this.#address}?pageNumber=${page}&pageSize=${PAGE_SIZE}`, {
      headers: { authorization: `Bearer ${await this.#askJwt()}` },
    })
    if (!answer.ok) throw 'Unable to fetch history'
    const { entities, pageCount = 1 } = await answer.json()
    this.#page = page + 1
    return { messages: entities, pageNumber: page, pageSize: PAGE_SIZE, isLast: page >= pageCount }
  }
}

module.exports = { History }
