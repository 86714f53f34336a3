import type { DemoFlags } from './flags'

const OTHERS: { shows: string; flags: DemoFlags }[] = [
  { shows: 'a close that the guest is never told of', flags: { disconnect: 'off' } },
  { shows: 'the 200 that does nothing', flags: { trap: true } },
  { shows: 'the versioned resource', flags: { resource: 'messaging' } },
]

const inArguments = (flags: DemoFlags) => Object.entries(flags).map(([name, value]) => (value === true ? `--${name}` : `--${name} ${value}`)).join(' ')

const isPlayed = (flags: DemoFlags, played: DemoFlags) => Object.entries(flags).every(([name, value]) => played[name as keyof DemoFlags] === value)

/** Scenes other than the one that was played: what each shows, and below it the line that plays it. */
export function suggestions(played: DemoFlags, command: string): string[] {
  return OTHERS.filter(({ flags }) => !isPlayed(flags, played)).flatMap(({ shows, flags }) => [`${shows}:`, `  ${command} ${inArguments(flags)}`])
}
