import { rmSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { Named } from '../boundary/addon'
import { isGenesysError } from '../boundary/errors'
import type { GenesysClient } from '../client/client'
import type { ResolvedConnection } from '../client/connection'

const DAY_MS = 24 * 3_600_000
/** A greeting is not worth more waiting than this. */
const LIMIT_MS = 10_000
const SUFFIX = '.told'
const APPROVAL = 'Genesys wants automated tests to be approved beforehand: docs/playwright.md, "Against a real org".'

type Owned = Pick<GenesysClient, '_owner'>

// eslint-disable-next-line no-control-regex
const plain = (text: string): string => text.replace(/[\u0000-\u001f\u007f-\u009f]/g, '').slice(0, 100)

const shown = ({ id, name }: Named): string => (typeof name !== 'string' ? plain(id) : `"${plain(name)}" (${plain(id)})`)

async function ownerOf(client: Owned): Promise<string> {
  try {
    const { organization, client: oauth } = await client._owner({ timeoutMs: LIMIT_MS })
    const of = organization === undefined || organization === null ? 'an organization that the API does not name' : `the organization ${shown(organization)}`
    return oauth === undefined || oauth === null ? of : `${of} as the OAuth client ${shown(oauth)}`
  } catch (error) {
    return `an organization that could not be asked for (${isGenesysError(error) ? error.code : 'unknown'})`
  }
}

/** Whether the main process of a run has ended; its id stands in the run's name. */
function hasEnded(name: string): boolean {
  try {
    process.kill(Number.parseInt(name, 10), 0)
    return false
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH'
  }
}

/** Files of earlier runs, which nobody asks for any more. An id may have another process by now. */
function forgetOld(folder: string, run: string): void {
  for (const name of readdirSync(folder).filter((each) => each.endsWith(SUFFIX) && each !== `${run}${SUFFIX}`)) {
    const file = path.join(folder, name)
    if (hasEnded(name) || Date.now() - statSync(file).mtimeMs > DAY_MS) rmSync(file, { force: true })
  }
}

/** Whether this process is the first of its run to ask: a file can be made once. Where that cannot be told, everybody is. */
function isFirst(folder: string, run: string): boolean {
  // A name without a time is a process id alone, which an earlier run may have had.
  if (!run.includes('-')) return true
  try {
    writeFileSync(path.join(folder, `${run}${SUFFIX}`), '', { flag: 'wx', mode: 0o600 })
    forgetOld(folder, run)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'EEXIST'
  }
}

/**
 * Says once in a run which org it is about to act on. No worker goes on before somebody has said it: each asks the API first, and
 * whoever is first to have an answer says it before anything else can happen.
 */
export async function announce(client: Owned, connection: ResolvedConnection, { folder, run }: { folder: string; run: string }): Promise<void> {
  const { region, apiUrl, deploymentId } = connection
  const owner = await ownerOf(client)
  if (!isFirst(folder, run)) return
  const where = region === undefined ? `at ${new URL(apiUrl as string).host}` : `region ${region}`
  const deployment = deploymentId === undefined ? '' : `, deployment ${deploymentId}`
  process.stderr.write(`playwright-genesys, live: these tests act on ${owner}, ${where}${deployment}. ${APPROVAL}\n`)
}
