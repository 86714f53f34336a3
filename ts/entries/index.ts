// Each part is loaded when it is first wanted: the bundle makes of these lines what does so.
export { GenesysClient, closeConversation } from '../client/client'
export { GenesysError, isGenesysError } from '../boundary/errors'
export { GuestSession } from '../guest/guest'
export { reap } from '../reap'
export { Simulator } from '../simulator/simulator'
export type * from '../types/public'
