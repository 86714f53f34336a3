'use strict'

// An app and its simulator as one pure function: a schedule in, its course and whether the app held out. Frames come in an order
// that deviations change as a simulator's do; the app is a state machine that may have a race.

const CHOICES = ['late1', 'late2', 'twice']

const placeOf = (deviation) => deviation.split('=')[0]

/** Where a frame goes that is overtaken by one or two others; undefined where so many do not follow. */
function moved(frames, at, by) {
  if (at + by >= frames.length) return undefined
  const [frame] = frames.slice(at, at + 1)
  return [...frames.slice(0, at), ...frames.slice(at + 1, at + 1 + by), frame, ...frames.slice(at + 1 + by)]
}

function deviated(frames, deviation) {
  const [place, choice] = deviation.split('=')
  const drop = /^drop\.after-(.+)$/.exec(place)?.[1]
  const at = frames.indexOf(drop ?? place)
  if (at === -1) return undefined
  if (drop !== undefined) return [...frames.slice(0, at + 1), 'drop', ...frames.slice(at + 1)]
  if (choice === 'twice') return [...frames.slice(0, at + 1), place, ...frames.slice(at + 1)]
  return moved(frames, at, choice === 'late1' ? 1 : 2)
}

function pointsIn(events) {
  const own = events.filter((event, index) => event !== 'drop' && events.indexOf(event) === index)
  return own.flatMap((event) => {
    const at = events.indexOf(event)
    const [kind, count] = event.split('.')
    const choices = CHOICES.filter((choice) => choice === 'twice' || moved(events, at, choice === 'late1' ? 1 : 2) !== undefined)
    return [
      { guest: 1, kind, count: Number(count), at, choices },
      { guest: 1, kind: 'drop', count: 0, at, choices: [`drop.after-${event}`] },
    ]
  })
}

/** `holds(events)` is the app under test. Gives `run(word)`, and how often it was called. */
function model(frames, holds) {
  const runs = []
  const run = (word) => {
    const [, ...deviations] = word.split(',')
    const unmet = []
    const events = deviations.reduce((before, deviation) => {
      const after = deviated(before, deviation)
      if (after === undefined) unmet.push(deviation)
      return after ?? before
    }, frames)
    runs.push(word)
    const course = { schedule: word, points: pointsIn(events), events, unmet, told: deviations.filter((each) => !unmet.includes(each)) }
    return { course, failed: !holds(events, runs.length) }
  }
  return { run, runs }
}

module.exports = { model, placeOf }
