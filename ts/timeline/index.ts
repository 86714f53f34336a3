import { fromFaults } from './collect/faults'
import { fromAgents, fromConversations } from './collect/participants'
import { fromGuestEvents } from './collect/guest-events'
import { fromPage } from './collect/page'
import { fromReport, witnessesOf } from './collect/report'
import { fromRequests, fromSteps } from './collect/requests'
import { fromBounds, fromMatchers } from './collect/test'
import { LANES, TONES } from './lanes'
import { timeline } from './model'
import { asHtml } from './render/html'
import { asJson } from './render/json'
import { asSvg } from './render/svg'
import { asText } from './render/text'
import { wantsColor } from './render/color'
import { testReport } from './test-report'

export {
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
