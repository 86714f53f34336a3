'use strict'

const { killMany } = require('../scripts/kill/killing')

// The same at 200 moments, with a histogram: npm run kill.
const KILLS = 10

test(`after each of ${KILLS} kills -9 the next process starts clean: it locks, has a token, and closes`, async () => {
  const { steps, troubles, unauthorized } = await killMany({ kills: KILLS, seed: 1, patienceMs: 500 })
  expect(troubles).toEqual([])
  expect(unauthorized).toBe(0)
  expect(Object.values(steps).reduce((sum, count) => sum + count, 0)).toBe(KILLS)
  expect(Object.keys(steps).length).toBeGreaterThan(1)
}, 120_000)
