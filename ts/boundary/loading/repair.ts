import type { Facts } from './facts'
import { described } from './here'

const COMMANDS = { npm: 'npm install --include=optional', pnpm: 'pnpm install --force', yarn: 'yarn install' }

const command = ({ lock }: Pick<Facts, 'lock'>) => COMMANDS[lock?.manager ?? 'npm']

/** The package is not there: its install was told to do without, or went by a lock file that does not know it. */
export function install(facts: Pick<Facts, 'lock'>): string {
  const { lock } = facts
  if (lock?.knows === false) return `${lock.name} does not know it. Delete ${lock.name} and node_modules, then run "${command(facts)}".`
  return `It is an optional dependency, which --omit=optional and --no-optional leave out. Run "${command(facts)}".`
}

/** What is there does not belong here. */
export function reinstall(facts: Pick<Facts, 'here' | 'named' | 'isClone' | 'lock'>): string {
  if (facts.named !== undefined) return `Name an addon that was built for ${described(facts.here)}, or unset NAPI_RS_NATIVE_LIBRARY_PATH.`
  if (facts.isClone) return 'Run "npm run build" on this system.'
  if (facts.lock?.knows === false) return install(facts)
  return `Delete node_modules, then run "${command(facts)}" on this system.`
}
