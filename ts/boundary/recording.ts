import type { Addon } from './addon'

/** The folder of a run that is recorded: every process that loads the addon adds a part to it. */
export const VARIABLE = 'PLAYWRIGHT_GENESYS_RECORD'

/** The addon hears of the end of each thread, but not of `process.exit`; a runner's own `process` hears of neither. */
function endWithProcess(addon: Addon): void {
  // Loading it takes a fifth of what an import of ours takes, and most processes are not recorded.
  const { isMainThread } = require('node:worker_threads') as typeof import('node:worker_threads')
  addon.endRecordingAtExit()
  if (isMainThread) process.once('exit', () => addon.endRecording())
}

/** What cannot be recorded is said, and no reason for anything else to fail. */
export function recordFor(addon: Addon, { [VARIABLE]: folder = '' }: NodeJS.ProcessEnv = process.env): void {
  if (folder === '') return
  const { error } = addon.beginRecording(folder)
  if (error !== undefined) process.emitWarning(error.message, 'PlaywrightGenesysWarning')
  else endWithProcess(addon)
}
