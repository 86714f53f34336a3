import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { makeAuthority } from '../lib/internal'

/** Where the main process leaves the authority for its workers, which inherit the environment. */
const VARIABLE = 'PLAYWRIGHT_GENESYS_AUTHORITY'
const KEY = 'authority.key'

/**
 * The folder of the run's authority. It is made where the specs are loaded first, in the main process: what Playwright asks by
 * itself is asked by Node.js in the workers, which reads at its start, and only then, whom it is to trust.
 */
function authorityFolder(env: NodeJS.ProcessEnv = process.env): string {
  const known = env[VARIABLE]
  if (known !== undefined && env['TEST_WORKER_INDEX'] !== undefined) return known
  const folder = mkdtempSync(path.join(tmpdir(), 'playwright-genesys-'))
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
  const { pem, key } = makeAuthority()
  const trusted = path.join(folder, 'trusted.pem')
  writeFileSync(path.join(folder, KEY), key, { mode: 0o600 })
  writeFileSync(trusted, `${trustedBefore(env['NODE_EXTRA_CA_CERTS'])}${pem}`, { mode: 0o600 })
  env[VARIABLE] = folder
  env['NODE_EXTRA_CA_CERTS'] = trusted
  return folder
}

/** What the user trusts beside; what cannot be read, Node.js itself has warned of. */
function trustedBefore(file: string | undefined): string {
  if (file === undefined || file === '') return ''
  try {
    return `${readFileSync(file, 'utf8').trimEnd()}\n`
  } catch {
    return ''
  }
}

/** The key of the run's authority: a file that only its owner reads. */
export const AUTHORITY_KEY = path.join(authorityFolder(), KEY)
