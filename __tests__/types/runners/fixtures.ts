// Compiled, never run: of the fixtures, too, a variable that is not set is an option that was not given.
import type { GenesysOptions, GuestOptions } from 'playwright-genesys/playwright'

const { SOME_VARIABLE } = process.env

export const org: GenesysOptions = { mode: undefined, simulator: undefined, region: SOME_VARIABLE }
export const guest: GuestOptions = { closedEvent: SOME_VARIABLE, closedLocator: undefined, door: undefined }
