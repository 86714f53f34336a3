'use strict'

const { fromConversations } = require('./collect/participants')
const { fromGuestEvents } = require('./collect/guest-events')
const { fromReport, witnessesOf } = require('./collect/report')
const { fromRequests, fromSteps } = require('./collect/requests')
const { LANES, TONES } = require('./lanes')
const { timeline } = require('./model')
const { asHtml } = require('./render/html')
const { asJson } = require('./render/json')
const { asSvg } = require('./render/svg')
const { asText } = require('./render/text')
const { wantsColor } = require('./render/color')

module.exports = {
  LANES,
  TONES,
  asHtml,
  asJson,
  asSvg,
  asText,
  fromConversations,
  fromGuestEvents,
  fromReport,
  fromRequests,
  fromSteps,
  timeline,
  wantsColor,
  witnessesOf,
}
