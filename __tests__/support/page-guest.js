'use strict'

/** A guest whose page testifies too, as a script says: `page()` is asked at each look. */
function pageGuest(guest, page) {
  return {
    get events() { return guest.events },
    get _reader() { return guest._reader },
    async testify(options) {
      return { ...await guest.testify(options), page: page() }
    },
  }
}

const shows = (saw) => ({ saw, detail: saw === 'closed' ? 'the banner is visible' : 'the banner is not visible' })

module.exports = { pageGuest, shows }
