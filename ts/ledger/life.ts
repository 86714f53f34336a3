import { createHash } from 'node:crypto'
import fs from 'node:fs'
import os from 'node:os'
import { codeOf } from './folder'

/** A process as its run is told apart from others: absent is what this system does not tell. */
export interface Process { pid: number; host: string; machine?: string; boot?: string; space?: string; started?: string }

export type Life = 'alive' | 'over' | 'elsewhere'

function attempt<T>(read: () => T): T | undefined {
  try {
    return read()
  } catch {
    return undefined
  }
}

/** State and start time (in ticks since boot) of a process, where `/proc` tells. */
function statOf(pid: number) {
  const stat = attempt(() => fs.readFileSync(`/proc/${pid}/stat`, 'latin1'))
  // The name before them stands in brackets and may hold anything.
  const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ')
  return fields && { state: fields[0], started: fields[19] }
}

/** The same without what is not known. */
function present<T extends object>(fields: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as { [K in keyof T]: Exclude<T[K], undefined> }
}

/** The machine's own name does not leave it: systemd wants it hashed for each use. */
function machine() {
  const id = attempt(() => /^[0-9a-f]{32}$/.exec(fs.readFileSync('/etc/machine-id', 'latin1').trim())?.[0])
  return id && createHash('sha256').update(`playwright-genesys ledger ${id}`).digest('hex').slice(0, 32)
}

/** Names this process, so that another one can tell later whether it still runs. */
export function thisProcess(): Process {
  return present({
    pid: process.pid,
    host: os.hostname().replace(/[^\w.-]/g, '-').slice(0, 255) || 'localhost',
    machine: machine(),
    boot: attempt(() => fs.readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').trim()),
    space: attempt(() => /\d+/.exec(fs.readlinkSync('/proc/self/ns/pid'))?.[0]),
    started: statOf(process.pid)?.started,
  })
}

function mayBeThere(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return codeOf(error) !== 'ESRCH'
  }
}

/** A zombie has ended; a process that started at another time got the id of one that has. */
function runs(pid: number, started: string | undefined): boolean {
  if (!mayBeThere(pid)) return false
  const stat = statOf(pid)
  if (stat === undefined || started === undefined) return true
  return stat.started === started && stat.state !== 'Z' && stat.state !== 'X'
}

/** Only a machine that can be told from others of its name is known to have been started anew. Images share an id: a container is not. */
const isEarlierBoot = (run: Process, here: Process) => (['machine', 'space'] as const).every((name) => run[name] !== undefined && run[name] === here[name])

/** The same kernel, which knows every lock; where boots cannot be told apart, the same name must do. */
const isSameKernel = (run: Process, here: Process) => run.boot === here.boot && (run.boot !== undefined || run.host === here.host)

/**
 * Whether a recorded process still runs: `'alive'`, `'over'`, or `'elsewhere'` where it ran on
 * another machine or in another container, of which nothing can be told from here. `isHeld` says whether its lock is
 * held, where that is known: a kernel lets go of it with the process, whatever becomes of either.
 */
export function lifeOf(run: Process, { here = thisProcess(), isHeld }: { here?: Process; isHeld?: boolean | undefined } = {}): Life {
  if (isHeld === true) return 'alive'
  if (isHeld === false && isSameKernel(run, here)) return 'over'
  if (run.host !== here.host) return 'elsewhere'
  if (run.boot !== here.boot) return run.boot !== undefined && isEarlierBoot(run, here) ? 'over' : 'elsewhere'
  if (run.space !== here.space) return 'elsewhere'
  return runs(run.pid, run.started) ? 'alive' : 'over'
}
