'use strict'

const OTHERS = [
  { shows: 'a close that the guest is never told of', flags: { disconnect: 'off' } },
  { shows: 'the 200 that does nothing', flags: { trap: true } },
  { shows: 'the versioned resource', flags: { resource: 'messaging' } },
]

const inArguments = (flags) => Object.entries(flags).map(([name, value]) => (value === true ? `--${name}` : `--${name} ${value}`)).join(' ')

const isPlayed = (flags, played) => Object.entries(flags).every(([name, value]) => played[name] === value)

/** Lines that name scenes other than the one that was played. */
function suggestions(played) {
  const others = OTHERS.filter(({ flags }) => !isPlayed(flags, played))
  return others.map(({ shows, flags }) => `npm run demo -- ${inArguments(flags)}`.padEnd(42) + shows)
}

module.exports = { suggestions }
