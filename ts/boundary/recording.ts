import type { Addon } from './addon'

/** The folder of a run that is recorded: every process that loads the addon adds a part to it. */
export const VARIABLE = 'PLAYWRIGHT_GENESYS_RECORD'

/** What cannot be recorded is said, and no reason for anything else to fail. */
export function recordFor(addon: Addon, { [VARIABLE]: folder = '' }: NodeJS.ProcessEnv = process.env): void {
  if (folder === '') return
  const { ok: isNew, error } = addon.beginRecording(folder)
  if (error !== undefined) process.emitWarning(error.message, 'PlaywrightGenesysWarning')
  else if (isNew) addon.endRecordingAtExit()
}
