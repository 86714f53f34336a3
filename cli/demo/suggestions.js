'use strict'

const OTHERS = [
  { shows: 'a close that the guest is never told of', flags: { disconnect: 'off' } },
  { shows: 'the 200 that does nothing', flags: { trap: true } },
  { shows: 'the versioned resource', flags: { resource: 'messaging' } },
]

const inArguments = (flags) => Object.entries(flags).map(([name, value]) => (value === true ? `--${name}` : `--${name} ${value}`)).join(' ')

const isPlayed = (flags, played) => Object.entries(flags).every(([name, value]) => played[name] === value)

/** Lines that name scenes other than the one that was played. */
function suggestions(played, command) {
  const others = OTHERS.filter(({ flags }) => !isPlayed(flags, played)).map(({ shows, flags }) => ({ shows, line: `${command} ${inArguments(flags)}` }))
  const width = Math.max(...others.map(({ line }) => line.length)) + 3
  return others.map(({ shows, line }) => line.padEnd(width) + shows)
}

module.exports = { suggestions }
