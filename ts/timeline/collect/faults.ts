const hitsInWords = (hits) => (hits === 0 ? 'never struck' : `struck ${hits} ${hits === 1 ? 'time' : 'times'}`)

/** What a test broke on purpose, each `{ at, what, until?, detail?, hits? }`; `until` is when it was undone. */
function fromFaults(faults) {
  return faults.map(({ at, what, until, detail, hits }) => ({
    at,
    lane: 'fault',
    label: what,
    detail: [detail, hits !== undefined && hitsInWords(hits)].filter(Boolean).join(' · ') || undefined,
    durationMs: until === undefined ? undefined : Math.max(0, until - at),
    tone: hits === 0 ? 'fail' : 'warn',
  }))
}

export { fromFaults }
