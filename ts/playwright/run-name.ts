/** Where the main process leaves the run's name for its workers, which inherit the environment. */
const VARIABLE = 'PLAYWRIGHT_GENESYS_RUN'

/**
 * The run, by a name that all its workers have and no other run. The main process loads the specs
 * too, before it starts workers; where it does not (UI mode), the name is the main process's id.
 */
export function runName(env: NodeJS.ProcessEnv = process.env): string {
  if (env['TEST_WORKER_INDEX'] === undefined) return (env[VARIABLE] = `${process.pid}-${Date.now().toString(36)}`)
  const [ours, known] = [String(process.ppid), env[VARIABLE]]
  // That of another run, in one of whose workers this run was started, is not ours.
  return known?.startsWith(`${ours}-`) === true ? known : ours
}
