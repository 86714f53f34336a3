import { described } from './here'

const COMMANDS = { npm: 'npm install --include=optional', pnpm: 'pnpm install --force', yarn: 'yarn install' }

const command = ({ lock }) => COMMANDS[lock?.manager ?? 'npm']

/** The package is not there: its install was told to do without, or went by a lock file that does not know it. */
function install(facts) {
  const { lock } = facts
  if (lock?.knows === false) return `${lock.name} does not know it. Delete ${lock.name} and node_modules, then run "${command(facts)}".`
  return `It is an optional dependency, which --omit=optional and --no-optional leave out. Run "${command(facts)}".`
}

/** What is there does not belong here. */
function reinstall(facts) {
  if (facts.named !== undefined) return `Name an addon that was built for ${described(facts.here)}, or unset NAPI_RS_NATIVE_LIBRARY_PATH.`
  if (facts.isClone) return 'Run "npm run build" on this system.'
  if (facts.lock?.knows === false) return install(facts)
  return `Delete node_modules, then run "${command(facts)}" on this system.`
}

export { install, reinstall }
