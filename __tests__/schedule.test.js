'use strict'

const { GenesysError, GuestSession, Simulator, closeConversation } = require('..')

const VARIABLE = 'PLAYWRIGHT_GENESYS_SCHEDULE'
const started = []
const guests = []

async function start(options) {
  const simulator = await Simulator.start(options)
  started.push(simulator)
  return simulator
}

async function connect(simulator) {
  const guest = await GuestSession.connect(simulator.connection)
  guests.push(guest)
  return guest
}

/** A guest wrote, an agent answers twice, the conversation is closed. */
async function chat(simulator) {
  const guest = await connect(simulator)
  await guest.send('Hello')
  const id = await guest.conversationId()
  await simulator.agent(id).say('One')
  await simulator.agent(id).say('Two')
  const report = await closeConversation(id, { ...simulator.connection, wrapUp: 'Resolved', guest })
  return { guest, report }
}

const received = (guest) => guest.events.filter(({ direction, text }) => direction === 'received' && text !== undefined).map(({ text }) => text)

afterEach(async () => {
  delete process.env[VARIABLE]
  await Promise.all(guests.splice(0).map((guest) => guest.dispose()))
  await Promise.allSettled(started.splice(0).map((simulator) => simulator.stop()))
})

test('without a schedule nothing is recorded', async () => {
  const simulator = await start()
  await chat(simulator)
  expect(await simulator.course()).toBeNull()
  await simulator.stop()
})

test('a guest is told in the order of the schedule, and the course tells of it', async () => {
  const simulator = await start({ schedule: 'v1,text.1=late1' })
  const { guest, report } = await chat(simulator)
  expect(received(guest)).toEqual(['Two', 'One'])
  expect(report.outcome).toBe('closed')
  const course = await simulator.course()
  expect(course).toMatchObject({ schedule: 'v1,text.1=late1', unmet: [], told: ['text.1 arrived after text.2, which was sent later'] })
  expect(course.events.slice(0, 4)).toEqual(['session.1', 'echo.1', 'text.2', 'text.1'])
  expect(course.points[0]).toEqual({ guest: 1, kind: 'session', count: 1, at: 0, choices: ['late1', 'late2', 'twice'] })
  await simulator.stop()
})

test('the same schedule has the same course', async () => {
  const courses = []
  for (let run = 0; run < 2; run += 1) {
    const simulator = await start({ schedule: 'v1,text.2=after-end' })
    const { report } = await chat(simulator)
    expect(report.outcome).toBe('closed')
    courses.push((await simulator.course()).events)
    await simulator.stop()
  }
  expect(courses[0]).toContain('text.2')
  expect(courses[1]).toEqual(courses[0])
})

test.each(['stop', 'reset'])('%s does its work and says then which deviation was not met', async (ends) => {
  const simulator = await start({ schedule: 'v1,text.9=late1,closing.1=twice' })
  const { guest } = await chat(simulator)
  // Cut off by a reset, it would come back at once.
  await guest.dispose()
  const failure = await simulator[ends]().catch((error) => error)
  expect(failure).toBeInstanceOf(GenesysError)
  expect(failure).toMatchObject({ code: 'INVALID_INPUT', message: expect.stringContaining('text.9=late1 never came to pass') })
  expect(failure.message).not.toContain('closing.1=twice never')
  if (ends === 'stop') {
    await expect(Simulator.attach(simulator.url)).rejects.toMatchObject({ code: 'TRANSPORT' })
  } else {
    expect(simulator.requests()).toEqual([])
    expect((await simulator.course()).events).toEqual([])
  }
})

test('a second stop has nothing to say', async () => {
  const simulator = await start({ schedule: 'v1,text.9=late1' })
  await expect(simulator.stop()).rejects.toMatchObject({ code: 'INVALID_INPUT' })
  await expect(simulator.stop()).resolves.toBeUndefined()
})

test('the environment gives the schedule where the code gives none', async () => {
  process.env[VARIABLE] = 'v1,text.1=late1'
  const simulator = await start()
  const { guest } = await chat(simulator)
  expect(received(guest)).toEqual(['Two', 'One'])
  await simulator.stop()
  const own = await start({ schedule: 'v1' })
  expect((await own.course()).schedule).toBe('v1')
  await own.stop()
})

test.each([
  ['v2', /begins with v1/],
  ['v1,close.1=late1', /"close\.1=late1" is no deviation.*kinds are session, jwt/],
  ['v1,closing.1=later', /choices of closing are late1, late2, twice, after-reconnect/],
])('%s is refused with what is known', async (schedule, why) => {
  await expect(Simulator.start({ schedule })).rejects.toMatchObject({ code: 'INVALID_INPUT', message: expect.stringMatching(why) })
})

test('whoever attaches reads the course, and is not asked whether it was met', async () => {
  const simulator = await start({ schedule: 'v1,text.9=late1' })
  const attached = await Simulator.attach(simulator.url)
  expect(await attached.course()).toMatchObject({ unmet: ['text.9=late1'] })
  await attached.stop()
})
