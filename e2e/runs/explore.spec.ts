import fs from 'node:fs'
import path from 'node:path'
import { expect, test, type TestInfo } from '@playwright/test'
import { runCli } from '../../__tests__/support/processes'
import { Run } from './support/run'

const PROJECT = path.join(__dirname, 'projects', 'explore')
const PLAYWRIGHT = path.join(path.dirname(require.resolve('@playwright/test/package.json')), 'cli.js')

test.setTimeout(300_000)

function folderOf(testInfo: TestInfo): string {
  const folder = testInfo.outputPath()
  fs.mkdirSync(folder, { recursive: true })
  return folder
}

/** The command over cases of the project, in a folder of its own. */
function explore(folder: string, name: string, flags: string[] = []) {
  const words = [process.execPath, PLAYWRIGHT, 'test', '-c', PROJECT, name]
  return runCli(['explore', '--json', 'report.json', ...flags, '--', ...words], { cwd: folder, env: { RUN_OUTPUT: path.join(folder, 'output') } })
}

const reportIn = (folder: string) => JSON.parse(fs.readFileSync(path.join(folder, 'report.json'), 'utf8'))

test('the order in which a test fails is found in repeats of it, though its configuration wants an early end', ({}, testInfo) => {
  const folder = folderOf(testInfo)
  // What is left fails each time, however fast a guest comes back.
  const { status, stdout, stderr } = explore(folder, 'found', ['--schedules', '30', '--without', 'drop', 'closing', 'session', 'echo'])
  expect({ status, stderr: status === 1 ? '' : stderr }).toEqual({ status: 1, stderr: '' })
  const { tests: [{ test: name, find }, ...others] } = reportIn(folder)
  expect({ name, others }).toEqual({ name: 'found.case.ts › shows the end', others: [] })
  expect(find.schedule).toMatch(/^v1,text\.1=/)
  expect(find.again).toEqual({ found: { runs: 20, failed: 20, unmet: 0 }, ordinary: { runs: 20, failed: 0, unmet: 0 }, verdict: 'deterministic' })
  expect(find.message).toContain('Expected: "closed"')
  expect(stdout).toContain(`PLAYWRIGHT_GENESYS_SCHEDULE=${find.schedule}`)
  expect(fs.readFileSync(path.join(folder, find.page), 'utf8')).toContain('Both timelines')
})

test('a test that holds is clean, and one that meets no guest is told', ({}, testInfo) => {
  const folder = folderOf(testInfo)
  const { status, stdout } = explore(folder, 'sound', ['--schedules', '8'])
  expect(status).toBe(0)
  expect(reportIn(folder)).toMatchObject({ finds: 0, ended: 'limit', tests: expect.arrayContaining([expect.objectContaining({ test: 'sound.case.ts › shows what came', tally: expect.objectContaining({ run: 8 }) })]) })
  expect(stdout).toContain('asks no guest')
})

test('a test that skips itself in other orders is not called green, and takes no find from another one', ({}, testInfo) => {
  const folder = folderOf(testInfo)
  const { status, stdout } = explore(folder, 'skips', ['--schedules', '6', '--deviations', '1', '--without', 'drop', 'closing', 'session', 'echo'])
  expect(status).toBe(1)
  const { finds, tests } = reportIn(folder)
  const named = (title: string) => tests.find(({ test: name }: { test: string }) => name === `skips.case.ts › ${title}`)
  const [ends, skips] = [named('shows the end, too'), named('skips itself where anything is otherwise')]
  expect([finds, ends.find.schedule]).toEqual([1, expect.stringMatching(/^v1,text\.1=/)])
  expect(skips.tally).toMatchObject({ failed: 0, unknown: skips.tally.run })
  expect(skips.tally.run).toBeGreaterThan(0)
  expect(stdout).toContain(`of ${skips.tally.run} nothing is known`)
})

test('of what another test of its group kept from running nothing is known', ({}, testInfo) => {
  const folder = folderOf(testInfo)
  expect(explore(folder, 'serial', ['--schedules', '6', '--deviations', '1', '--without', 'drop', 'closing', 'session', 'echo']).status).toBe(1)
  const { finds, tests: [first, second] } = reportIn(folder)
  expect([finds, first.find.message]).toEqual([1, expect.stringContaining('Expected: "closed"')])
  expect(second).toMatchObject({ test: 'serial.case.ts › in a row › comes after it', tally: { failed: 0 } })
  expect(second).not.toHaveProperty('find')
  expect(second.tally.unknown).toBeGreaterThan(0)
})

test('what is red in the ordinary order is not explored', ({}, testInfo) => {
  const folder = folderOf(testInfo)
  const { status, stdout, stderr } = explore(folder, 'red')
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
  expect(stderr).toContain('It fails in the ordinary order already')
  expect(stderr).toContain('red.case.ts › is red anyway')
})

test('a schedule of a test is its order; one that is not met, or is none, fails it', async () => {
  const run = new Run('explore', { args: ['--reporter', require.resolve('./support/recorder'), '--retries=0', '--max-failures=0', 'scheduled'] })
  try {
    const recorded = await run.recorded()
    expect(recorded.test('the order is that of the schedule').status).toBe('passed')
    expect(recorded.test('the order of the environment, else the ordinary one').status).toBe('passed')
    expect(recorded.test('its order was not tried').errors[0]?.message).toContain('not met: cleared.1=twice (schedule v1,cleared.1=twice)')
    expect(recorded.test('it is refused').errors[0]?.message).toContain('closing.1=sometimes')
  } finally {
    await run.remove()
  }
})

test('the environment sets the order of a run, that of tests with one of their own too', async () => {
  const run = new Run('explore', { args: ['--reporter', require.resolve('./support/recorder'), 'scheduled', '-g', 'the order'], env: { PLAYWRIGHT_GENESYS_SCHEDULE: 'v1,closing.1=twice', RUN_EXPECTED: 'closed' } })
  try {
    const recorded = await run.recorded()
    for (const title of ['the order of the environment, else the ordinary one', 'the order is that of the schedule']) expect(recorded.test(title).errors).toEqual([])
  } finally {
    await run.remove()
  }
})
