import path from 'node:path'
import { AuthorityFolder, readTrusted } from '../door/authority'

/** Where the main process leaves the authority for its workers, which inherit the environment. */
const VARIABLE = 'PLAYWRIGHT_GENESYS_AUTHORITY'

/**
 * The key of the run's authority: a file that only its owner reads. It is made where the specs are loaded first, in the main
 * process: what Playwright asks by itself is asked by Node.js in the workers, which reads at its start, and only then, whom it is
 * to trust.
 */
function keyOfRun(env: NodeJS.ProcessEnv = process.env): string {
  const known = env[VARIABLE]
  if (known !== undefined && env['TEST_WORKER_INDEX'] !== undefined) return known
  const authority = new AuthorityFolder()
  process.once('exit', () => authority.remove())
  env['NODE_EXTRA_CA_CERTS'] = authority.trusting('trusted.pem', readTrusted(env['NODE_EXTRA_CA_CERTS']))
  return (env[VARIABLE] = path.resolve(authority.key))
}

export const AUTHORITY_KEY = keyOfRun()
