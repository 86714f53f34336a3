'use strict'

const { fromFaults } = require('./collect/faults')
const { fromAgents, fromConversations } = require('./collect/participants')
const { fromGuestEvents } = require('./collect/guest-events')
const { fromPage } = require('./collect/page')
const { fromReport, witnessesOf } = require('./collect/report')
const { fromRequests, fromSteps } = require('./collect/requests')
const { fromBounds, fromMatchers } = require('./collect/test')
const { LANES, TONES } = require('./lanes')
const { timeline } = require('./model')
const { asHtml } = require('./render/html')
const { asJson } = require('./render/json')
const { asSvg } = require('./render/svg')
const { asText } = require('./render/text')
const { wantsColor } = require('./render/color')
const { testReport } = require('./test-report')

module.exports = {
  LANES,
  TONES,
  asHtml,
  asJson,
  asSvg,
  asText,
  fromAgents,
  fromBounds,
  fromConversations,
  fromFaults,
  fromGuestEvents,
  fromMatchers,
  fromPage,
  fromReport,
  fromRequests,
  fromSteps,
  testReport,
  timeline,
  wantsColor,
  witnessesOf,
}
