'use strict'

const { createHash } = require('node:crypto')
const fs = require('node:fs')
const path = require('node:path')
const timelines = require('../build/timeline')
const { COLUMN_WIDTH, columnsOf, duration } = require('../build/timeline/render/format')
const { layout } = require('../build/timeline/render/layout')

const { asHtml, asJson, asSvg, asText, timeline, wantsColor } = timelines
const { fromConversations, fromGuestEvents, fromReport, fromRequests, fromSteps, witnessesOf } = timelines

const START = Date.UTC(2026, 0, 1)
const CONVERSATION = '5e75f908-764d-458b-873c-3f494577ffce'
const AGENT = 'c5b9d5b3-407d-40be-a984-4aa9919974f8'
const SECRET = 'e5343bd36d4441cb8f5caad434f7d188599e2ad644004366b5220305399f2509'
const HOSTILE = '</text></svg><script>alert("x")</script><img src=x onerror=\'y\'>\u001b[31m\u202e\u0000\ud800&amp;'
const LANE_NAMES = Object.keys(timelines.LANES)

const entry = (offset, fields = {}) => ({ at: START + offset, lane: 'api', label: 'something', ...fields })
const model = (entries, fields = {}) => timeline({ title: 'A run', entries, ...fields })

/** The text of the picture's labels in the order in which they stand in the markup. */
const svgLabels = (svg) => [...svg.matchAll(/<text class="label[^"]*" x="[\d.]+" y="[\d.]+" xml:space="preserve">([^<]*)<\/text>/g)].map(([, text]) => text)

const boxesOf = ({ lanes }) => lanes.flatMap(({ marks }) => marks.flatMap(({ labels }) => labels))

function overlaps(a, b) {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height
}

function overlappingPairs(boxes) {
  const later = (index) => boxes.slice(index + 1)
  return boxes.flatMap((box, index) => later(index).filter((other) => overlaps(box, other)).map((other) => [box.text, other.text]))
}

/** Marks as they are drawn, the pills of several entries included. */
const markBox = ({ left, width, y, entries }) => ({ x: left, width, y: y - 7.5, height: 15, text: entries.length })
const marksOf = ({ lanes }) => lanes.flatMap(({ marks }) => marks.map(markBox))

/** The words of the axis. */
const ticksOf = ({ ticks }) => ticks.map(({ ms, x }) => {
  const width = columnsOf(duration(ms)) * COLUMN_WIDTH
  return { x: x - width / 2, width, y: 10, height: 14, text: duration(ms) }
})

/** Labels that a leader of another mark runs through. */
function crossed({ lanes }) {
  return lanes.flatMap(({ marks }) => marks.filter(({ labels }) => labels.length > 0).flatMap(({ x, y, labels }) => {
    const end = Math.max(...labels.map((label) => label.y + label.height))
    const leader = { x: x - 0.5, width: 1, y, height: end - y }
    return marks.flatMap((other) => other.labels).filter((box) => !labels.includes(box) && overlaps(leader, box)).map(({ text }) => text)
  }))
}

/** Reproducible noise. */
function random(seed) {
  let state = seed
  return () => (state = (state * 1103515245 + 12345) % 2147483648) / 2147483648
}

/** So many entries; with bursts, four of five of them in so many milliseconds. */
function crowd(count, seed, spread, bursts = 0) {
  const next = random(seed)
  const moments = Array.from({ length: bursts }, () => Math.floor(next() * spread))
  const offset = () => (bursts > 0 && next() < 0.8 ? moments[Math.floor(next() * bursts)] : Math.floor(next() ** 3 * spread))
  return Array.from({ length: count }, (_, index) => entry(offset(), {
    lane: LANE_NAMES[Math.floor(next() * LANE_NAMES.length)],
    label: next() < 0.2 ? '会話が終了しました '.repeat(3) : `PATCH /api/v2/conversations/messages/${CONVERSATION}/participants/p${index}`,
    durationMs: next() < 0.5 ? Math.floor(next() * spread / 20) : undefined,
  }))
}

/** Seed, length and bursts of crowds. */
const SPREADS = [
  [1, 4_000, 0], [2, 4_000, 0], [3, 50, 0], [4, 1, 0], [5, 3_600_000, 0],
  [6, 4_000, 1], [7, 4_000, 5], [8, 60_000, 12], [9, 700, 3], [10, 86_400_000, 7],
]

describe('the model', () => {
  it('sorts by time, keeps the order of one millisecond, and counts from the first', () => {
    const made = model([entry(30, { label: 'c' }), entry(0, { label: 'a' }), entry(30, { label: 'd' }), entry(10, { label: 'b', durationMs: 90 })])
    expect(made.entries.map(({ number, label, offsetMs }) => [number, label, offsetMs])).toEqual([[1, 'a', 0], [2, 'b', 10], [3, 'c', 30], [4, 'd', 30]])
    expect(made).toMatchObject({ startedAt: START, durationMs: 100, lanes: ['api'] })
  })

  it('has the lanes that are used, in one order', () => {
    expect(model([entry(0, { lane: 'close' }), entry(1, { lane: 'guest' }), entry(2)]).lanes).toEqual(['api', 'guest', 'close'])
  })

  it.each([
    ['no time', { at: NaN, lane: 'api', label: 'x' }, /needs a time/],
    ['another lane', { at: 1, lane: 'toString', label: 'x' }, /no lane toString; there are api, backend, guest/],
    ['another tone', { at: 1, lane: 'api', label: 'x', tone: 'good' }, /no tone good/],
    ['no label', { at: 1, lane: 'api', label: '' }, /needs a label/],
    ['a negative duration', { at: 1, lane: 'api', label: 'x', durationMs: -1 }, /durationMs/],
  ])('refuses an entry with %s', (_, wrong, problem) => {
    expect(() => model([wrong])).toThrow(problem)
  })

  it.each([
    ['a bearer header', `Authorization: Bearer ${SECRET}`],
    ['a JWT', 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U'],
    ['a client secret', `secret is ${SECRET}`],
  ])('masks %s, and leaves ids and paths alone', (_, text) => {
    const label = `GET /api/v2/conversations/messages/${CONVERSATION}/participants/${AGENT}/wrapupcodes?deploymentId=${AGENT}&a=b`
    const { entries: [made] } = model([entry(0, { label, detail: text })])
    expect(made.label).toBe(label)
    expect(made.detail).toContain('[masked]')
    expect(made.detail).not.toMatch(/[\da-f]{32}|dozjg/)
  })

  it('of nothing is a timeline of nothing', () => {
    const empty = model([])
    expect(empty).toMatchObject({ durationMs: 0, lanes: [], entries: [] })
    for (const render of [asHtml, asSvg, asText, asJson]) expect(render(empty)).not.toMatch(/NaN|Infinity|undefined/)
  })
})

describe('the collectors', () => {
  const step = { at: START, name: 'read', method: 'GET', path: `/api/v2/conversations/messages/${CONVERSATION}`, status: 200, elapsedMs: 7, correlationId: 'abc' }

  it('tell requests from decisions, and never paint a 200 green', () => {
    const [request, note] = fromSteps([step, { at: START + 1, name: 'plan', detail: 'the agent' }])
    expect(request).toMatchObject({ lane: 'api', label: `GET ${step.path}`, status: 200, durationMs: 7, detail: 'read', tone: 'info', correlationId: 'abc' })
    expect(note).toMatchObject({ lane: 'close', label: 'plan', detail: 'the agent' })
  })

  it.each([[200, 'info'], [202, 'info'], [400, 'fail'], [403, 'fail'], [404, 'warn'], [409, 'warn'], [429, 'warn'], [503, 'warn'], [undefined, 'fail']])('give status %s the tone %s', (status, tone) => {
    expect(fromSteps([{ ...step, status }])[0].tone).toBe(tone)
  })

  it('leave out of the simulator\'s requests what the steps tell, once each', () => {
    const seen = (at, fields = {}) => ({ method: 'GET', path: `${step.path}?expand=1`, status: 200, at: START + at, ...fields })
    const others = fromRequests([seen(3), seen(4), seen(500), seen(4, { method: 'POST', path: '/oauth/token', body: { secret: SECRET } })], { steps: [step] })
    expect(others.map(({ at, label }) => [at - START, label.split('?')[0]])).toEqual([[4, `GET ${step.path}`], [500, `GET ${step.path}`], [4, 'POST /oauth/token']])
    expect(JSON.stringify(others)).not.toContain(SECRET)
  })

  /** @type {import('..').GuestEvent} */
  const said = { at: START, direction: 'sent', kind: 'text', text: 'my card is 4111', acknowledged: true, detail: { content: { secret: 'my card is 4111' } } }

  it('tell a message by its length, and by its words only where texts are asked for', () => {
    const [quiet] = fromGuestEvents([said])
    expect(JSON.stringify(quiet)).not.toContain('4111')
    expect(quiet).toMatchObject({ lane: 'guest', label: '→ text', detail: '15 characters' })
    expect(fromGuestEvents([said], { texts: true })[0].detail).toBe('“my card is 4111”')
  })

  it.each([
    [{ kind: 'closed', direction: 'received', detail: { mode: 'ReadOnly', message: 'x' } }, '← closed (ReadOnly)', 'ok'],
    [{ kind: 'socket', direction: 'received', detail: { phase: 'open', attempt: 1 } }, 'socket open', 'info'],
    [{ kind: 'socket', direction: 'received', detail: { phase: 'refused', code: 403 } }, 'socket refused', 'warn'],
    [{ kind: 'session', direction: 'received', detail: { newSession: false, readOnly: true } }, '← session, resumed, read-only', 'info'],
    [{ kind: 'session', direction: 'sent', detail: { action: 'configureSession' } }, '→ configureSession', 'info'],
    [{ kind: 'reopened', direction: 'received' }, '← reopened', 'warn'],
    [{ kind: 'error', direction: 'received', detail: { code: 409 } }, '← error', 'fail'],
    [{ kind: 'presence', direction: 'sent', detail: { presence: 'Join' } }, '→ presence Join', 'info'],
  ])('say of the frame %j: %s', (event, label, tone) => {
    expect(fromGuestEvents([/** @type {import('..').GuestEvent} */ ({ at: START, ...event })])[0]).toMatchObject({ label, tone })
  })

  it('tell what changed from read to read, the customer and those gone before left out', () => {
    const read = (state, wrapUp) => /** @type {import('..').Conversation} */ ({ participants: [
      { id: 'c', purpose: 'customer', state },
      { id: 'w', purpose: 'workflow', state: 'disconnected' },
      { id: 'a', purpose: 'agent', state, ...(wrapUp && { wrapUp }) },
    ] })
    const reads = [read('alerting'), read('connected'), read('connected'), read('disconnected'), read('disconnected', { id: '1', name: 'Done' })]
    const told = fromConversations(reads.map((conversation, at) => ({ at: START + at, conversation })))
    expect(told.map(({ at, label }) => [at - START, label])).toEqual([[0, 'agent alerting'], [1, 'agent connected'], [3, 'agent disconnected'], [4, 'agent disconnected']])
    expect(told[3].detail).toContain('wrap-up Done')
  })

  it('say "seen closed" only where the server\'s witness says so', () => {
    /** @type {import('..').CloseReport['witnesses']} */
    const witnesses = { server: { saw: 'closed', detail: 'gone' }, wire: { saw: 'nothing', detail: 'no frame' } }
    expect(fromReport({ steps: [step], witnesses }).at(-1)).toMatchObject({ at: START + 7, label: 'seen closed on the server', tone: 'ok' })
    expect(fromReport({ steps: [step], witnesses: { server: { saw: 'open', detail: '' } } })).toHaveLength(1)
    expect(witnessesOf({ witnesses }).map(({ name, tone }) => [name, tone])).toEqual([["The server's record", 'ok'], ["The guest's socket", 'warn']])
    expect(fromReport(undefined)).toEqual([])
  })
})

describe('the picture', () => {
  it.each(SPREADS)('of 200 entries has nothing on anything else, no label cut by a leader, none outside (seed %d, %d ms, %d bursts)', (seed, spread, bursts) => {
    const shape = layout(model(crowd(200, seed, spread, bursts)))
    const boxes = boxesOf(shape)
    expect(boxes.length).toBeGreaterThanOrEqual(LANE_NAMES.length)
    expect(overlappingPairs([...boxes, ...marksOf(shape), ...ticksOf(shape)])).toEqual([])
    expect(crossed(shape)).toEqual([])
    const isOutside = ({ x, y, width, height }) => x < shape.gutter || x + width > shape.width || y + height > shape.height
    expect(boxes.filter(isOutside)).toEqual([])
  })

  it('keeps labels off the marks and inside their lane', () => {
    const { lanes } = layout(model(crowd(200, 7, 4000)))
    for (const { marks, top, height } of lanes) {
      for (const { labels, y } of marks) {
        for (const label of labels) {
          expect(label.y).toBeGreaterThan(y + 7)
          expect(label.y + label.height).toBeLessThanOrEqual(top + height)
        }
      }
    }
  })

  it.each(SPREADS)('draws the boxes that were computed, and each entry in one mark (seed %d, %d ms, %d bursts)', (seed, spread, bursts) => {
    const made = model(crowd(200, seed, spread, bursts))
    const svg = asSvg(made)
    expect(svgLabels(svg)).toEqual(boxesOf(layout(made)).map(({ text }) => text))
    const counts = [...svg.matchAll(/class="count"[^>]*>(\d+)</g)].map(([, count]) => Number(count))
    const marks = svg.match(/class="mark"/g).length
    expect(marks - counts.length + counts.reduce((sum, count) => sum + count, 0)).toBe(200)
  })

  it('labels what is against it first where a mark stands for many', () => {
    const burst = Array.from({ length: 20 }, (_, index) => entry(0, { label: `e${index + 1}`, tone: { 7: 'warn', 15: 'fail' }[index + 1] }))
    const { lanes: [{ marks: [mark] }] } = layout(model(burst))
    expect(mark).toMatchObject({ tone: 'fail' })
    expect(mark.labels.map(({ text }) => text)).toEqual(['7 e7', '15 e15', '+18 more, to 20'])
  })

  it('is true to scale, except for idle times, which are short and marked', () => {
    const { lanes: [{ marks }], breaks } = layout(model([entry(0), entry(100), entry(200), entry(9_000), entry(9_100)]))
    const [a, b, c, d, e] = marks.map(({ x }) => x)
    expect(b - a).toBeCloseTo(c - b)
    expect(e - d).toBeCloseTo(b - a)
    expect(d - c).toBeLessThan(100)
    expect(breaks).toEqual([expect.objectContaining({ ms: 8_800 })])
  })

  it('leaves out a time whose words would touch another, where idle times are drawn short', () => {
    const shape = layout(model(Array.from({ length: 6 }, (_, index) => entry(index * 3_725_000))))
    expect(shape.breaks).toHaveLength(5)
    expect(overlappingPairs(ticksOf(shape))).toEqual([])
    expect(shape.ticks.length).toBeGreaterThan(2)
  })

  it('has no two ticks on one another', () => {
    for (const seed of [1, 2, 3]) {
      const { ticks } = layout(model(crowd(40, seed, 5000)))
      for (const [index, { x }] of ticks.slice(1).entries()) expect(x - ticks[index].x).toBeGreaterThanOrEqual(40)
    }
  })
})

describe('hostile text', () => {
  const made = model([entry(0, { label: HOSTILE, detail: HOSTILE, tone: 'fail', correlationId: HOSTILE })], {
    title: HOSTILE,
    subtitle: HOSTILE,
    verdict: { tone: 'fail', text: HOSTILE, hint: HOSTILE },
    facts: { [HOSTILE]: HOSTILE },
    witnesses: [{ name: HOSTILE, saw: HOSTILE, mode: HOSTILE, detail: HOSTILE, tone: 'fail' }],
  })

  it.each([['HTML', asHtml], ['SVG', asSvg]])('adds no element and no attribute to the %s', (_, render) => {
    const page = render(made)
    const calm = render(model([entry(0, { label: 'x', detail: 'x', tone: 'fail', correlationId: 'x' })], {
      title: 'x', subtitle: 'x', verdict: { tone: 'fail', text: 'x', hint: 'x' }, facts: { x: 'x' }, witnesses: [{ name: 'x', saw: 'x', mode: 'x', detail: 'x', tone: 'fail' }],
    }))
    const tags = (text) => text.match(/<[a-z/!][^\s>]*/gi)
    expect(tags(page)).toEqual(tags(calm))
    expect(page).not.toMatch(/<script|<img/i)
    expect(page).toContain('&lt;script&gt;')
    expect(page).toContain('&amp;amp;')
  })

  it('never reaches the terminal or a file as a control character', () => {
    // eslint-disable-next-line no-control-regex
    const acts = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/
    for (const render of [asText, asHtml, asSvg, asJson]) expect(render(made)).not.toMatch(acts)
    expect(asText(made)).toContain('␛[31m')
  })
})

describe('the page', () => {
  const page = asHtml(model(crowd(30, 5, 1000), { verdict: { tone: 'ok', text: 'Closed.' } }))

  it('loads nothing, needs no script, and knows light and dark', () => {
    expect(page).not.toMatch(/<script|<link|<iframe|@import|url\(|src=|href="(?!#)/i)
    expect(page).toContain('prefers-color-scheme:dark')
  })

  it('lists every entry with its number, and the picture leads there', () => {
    const rows = [...page.matchAll(/<tr id="(entry-\d+)"/g)].map(([, id]) => id)
    expect(rows).toEqual(Array.from({ length: 30 }, (_, index) => `entry-${index + 1}`))
    const led = [...page.matchAll(/href="#(entry-\d+)"/g)].map(([, id]) => id)
    expect(led.length).toBeGreaterThan(10)
    expect(rows).toEqual(expect.arrayContaining(led))
  })

  it('forbids everything but its own style', () => {
    const [, policy] = /http-equiv="Content-Security-Policy" content="([^"]+)"/.exec(page)
    const [, style] = /<style>([\s\S]*?)<\/style>/.exec(page)
    const hash = createHash('sha256').update(style).digest('base64')
    expect(policy).toBe(`default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`)
    expect(page).not.toMatch(/ style=| on\w+=/)
  })
})

describe('the text', () => {
  // eslint-disable-next-line no-control-regex
  const ESCAPE = /\u001b\[/
  const run = model([
    entry(0, { label: `GET /api/v2/conversations/messages/${CONVERSATION}`, status: 200, durationMs: 4, detail: 'read' }),
    entry(12, { lane: 'guest', label: '← closed (ReadOnly)', tone: 'ok' }),
    entry(1_250, { lane: 'close', label: 'verdict', detail: `about ${AGENT}`, tone: 'fail' }),
  ], { verdict: { tone: 'fail', text: 'Not closed.', hint: 'Look again.' }, facts: { resource: 'messages' } })

  it('has lanes as columns, times from the start, and short ids', () => {
    expect(asText(run)).toBe([
      '  A run',
      '  resource messages',
      '',
      '     time  API  Guest Close',
      '    +0 ms   ●     │     │   200  4 ms  GET /api/v2/conversations/messages/5e75…  read',
      '   +12 ms   │     ✔     │              ← closed (ReadOnly)',
      '  +1.25 s   │     │     ✖              verdict  about c5b9…',
      '',
      '  ✖ Not closed.',
      '    Look again.',
    ].join('\n'))
  })

  it('names the lane at each line where there is little room', () => {
    expect(asText(run, { columns: 80 }).split('\n').slice(3, 7)).toEqual([
      '     time',
      '    +0 ms  ● API    200  4 ms  GET /api/v2/conversations/messages/5e75…  read',
      '   +12 ms  ✔ Guest             ← closed (ReadOnly)',
      '  +1.25 s  ✖ Close             verdict  about c5b9…',
    ])
  })

  it('has colours only where they are wanted', () => {
    expect(asText(run)).not.toMatch(ESCAPE)
    expect(asText(run, { color: true })).toMatch(ESCAPE)
    // eslint-disable-next-line no-control-regex
    expect(asText(run, { color: true }).replace(/\u001b\[\d+m/g, '')).toBe(asText(run))
  })

  it.each([
    [{ isTTY: true }, {}, true],
    [{ isTTY: false }, {}, false],
    [undefined, {}, false],
    [{ isTTY: true }, { NO_COLOR: '1' }, false],
    [{ isTTY: true }, { NO_COLOR: '' }, true],
    [{ isTTY: true }, { TERM: 'dumb' }, false],
    [{ isTTY: false }, { FORCE_COLOR: '1' }, true],
    [{ isTTY: true }, { FORCE_COLOR: '0' }, false],
    [{ isTTY: false }, { FORCE_COLOR: '1', NO_COLOR: '1' }, true],
  ])('wants colours for %j with %j: %s', (stream, env, wanted) => {
    expect(wantsColor(stream, env)).toBe(wanted)
  })

  it.each([80, 100, 120])('keeps within %d columns', (columns) => {
    const long = model(crowd(60, 9, 1000).map((each) => ({ ...each, detail: 'word '.repeat(30) })), { verdict: { tone: 'ok', text: 'A verdict of many words. '.repeat(10) } })
    for (const line of asText(long, { columns }).split('\n')) expect(columnsOf(line)).toBeLessThanOrEqual(columns)
  })

  it('shortens ids no further than they differ', () => {
    const twins = [CONVERSATION, `${CONVERSATION.slice(0, 10)}f${CONVERSATION.slice(11)}`]
    const text = asText(model(twins.map((id, index) => entry(index, { label: id }))))
    expect(text).toContain('5e75f908-76…')
    expect(text).toContain('5e75f908-7f…')
  })
})

describe('the module', () => {
  const FOLDER = path.join(__dirname, '..', 'build', 'timeline')
  const files = fs.readdirSync(FOLDER, { encoding: 'utf8', recursive: true }).filter((name) => name.endsWith('.js'))

  it('needs nothing but itself, the rule of what is a secret, and the escaping library', () => {
    const wanted = files.flatMap((name) => [...fs.readFileSync(path.join(FOLDER, name), 'utf8').matchAll(/require\(["']([^"']+)["']\)/g)].map(([, what]) => [name, what]))
    const outside = wanted.filter(([name, what]) => path.relative(FOLDER, path.resolve(FOLDER, path.dirname(name), what)).startsWith('..') || !/^(\.|node:)/.test(what))
    expect(outside.map(([, what]) => what)).toEqual(['../boundary/secrets', 'escape-html'])
  })

  it('gives JSON that is the model', () => {
    const made = model(crowd(5, 1, 100))
    expect(JSON.parse(asJson(made))).toEqual(JSON.parse(JSON.stringify(made)))
  })
})

test.each(LANE_NAMES)('the lane %s has a colour of its own, in light and in dark', (lane) => {
  const { PICTURE } = require('../build/timeline/render/theme')
  expect(PICTURE.match(new RegExp(`[;{]--${lane}:#[0-9a-f]{6}`, 'g'))).toHaveLength(2)
})
