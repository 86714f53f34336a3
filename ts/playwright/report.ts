import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import type { TestInfo } from '@playwright/test'
import { now } from '../boundary/time'
import type { Simulator } from '../simulator/simulator'
import { testReport } from '../timeline'
import type { Verdict } from '../timeline/model'
import type { PageGuest } from './page-guest'
import type { TestRecord } from './record'

interface Told {
  /** What the simulator was asked in the test's time, by whomever. */
  asked: ReturnType<Simulator['requests']>
  record: TestRecord
  guests: readonly PageGuest[]
  texts: boolean
  /** Where this test's recording of a real org will be, in its output folder. */
  recording?: string | undefined
}

/** How a failed run is played again, without the org. */
function againOf(testInfo: TestInfo, recording: string): string {
  const { file, line } = testInfo
  const [recorded, spec] = [testInfo.outputPath(recording), file].map((each) => path.relative(process.cwd(), each))
  return `Again without the org, from a copy of its recording, which the next run clears away: cp ${recorded} . && npx playwright-genesys replay ${path.basename(recording)} -- npx playwright test ${spec}:${line}`
}

function verdictOf(testInfo: TestInfo, recording: string | undefined): Verdict {
  const { status, expectedStatus, error } = testInfo
  if (status === expectedStatus) return { tone: 'ok', text: 'The test passed.' }
  const [first = '', second = first] = stripVTControlCharacters(error?.message ?? '').split('\n').filter((line) => line.trim() !== '')
  const sentence = /^(?:Error: )?expect\(/.test(first) ? second : first
  return {
    tone: 'fail',
    text: `The test ${status === 'timedOut' ? 'ran out of time' : 'failed'}${sentence === '' ? '' : `: ${sentence}`}`,
    ...(recording !== undefined && { hint: againOf(testInfo, recording) }),
  }
}

/** Attaches one timeline of the test: a page of its own, and JSON. */
export async function attachReport(testInfo: TestInfo, { record, guests, asked, texts, recording }: Told): Promise<void> {
  const { html, json } = testReport({
    title: testInfo.title,
    subtitle: testInfo.titlePath.slice(0, -1).join(' › '),
    verdict: verdictOf(testInfo, recording),
    reports: record.reports,
    conversations: record.conversations,
    guests: guests.filter(({ events }, index) => index === 0 || events.length > 0).map(({ events }, index) => ({ name: `guest ${index + 1}`, events })),
    page: guests.flatMap(({ observations }) => observations),
    faults: record.faults(),
    matchers: record.matchers,
    cleanUp: record.cleanUp,
    asked,
    started: record.started,
    ended: record.ended ?? now(),
    texts,
  })
  await attach(testInfo, 'genesys-timeline.html', html, 'text/html')
  await attach(testInfo, 'genesys-timeline.json', json, 'application/json')
}

/** As a file: Playwright's report links files, and shows what comes as text as its source. */
async function attach(testInfo: TestInfo, name: string, text: string, contentType: string): Promise<void> {
  const file = testInfo.outputPath(name)
  await writeFile(file, text)
  await testInfo.attach(name, { path: file, contentType })
}
