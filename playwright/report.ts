import { writeFile } from 'node:fs/promises'
import type { TestInfo } from '@playwright/test'
import { testReport, now } from '../lib/internal'
import type { PageGuest } from './page-guest'
import type { TestRecord } from './record'

interface Told {
  record: TestRecord
  guests: readonly PageGuest[]
  texts: boolean
}

function verdictOf({ status, expectedStatus, error }: TestInfo): { tone: string; text: string } {
  if (status === expectedStatus) return { tone: 'ok', text: 'The test passed.' }
  const [first = ''] = (error?.message ?? '').split('\n')
  return { tone: 'fail', text: `The test ${status === 'timedOut' ? 'ran out of time' : 'failed'}${first === '' ? '' : `: ${first}`}` }
}

/** Attaches one timeline of the test: a page of its own, and JSON. */
export async function attachReport(testInfo: TestInfo, { record, guests, texts }: Told): Promise<void> {
  const { html, json } = testReport({
    title: testInfo.title,
    subtitle: testInfo.titlePath.slice(0, -1).join(' › '),
    verdict: verdictOf(testInfo),
    reports: record.reports,
    conversations: record.conversations,
    guests: guests.map((guest, index) => ({ name: `guest ${index + 1}`, events: guest.events })),
    page: guests.flatMap(({ observations }) => observations),
    faults: record.faults(),
    matchers: record.matchers,
    steps: record.cleanUp,
    started: record.started,
    ended: record.ended ?? now(),
    texts,
  })
  await attach(testInfo, 'genesys-timeline.html', html, 'text/html')
  await attach(testInfo, 'genesys-timeline.json', json, 'application/json')
}

/** As a file: Playwright's report links files, and shows what comes as text as its source. */
async function attach(testInfo: TestInfo, name: string, text: string, contentType: string): Promise<void> {
  const path = testInfo.outputPath(name)
  await writeFile(path, text)
  await testInfo.attach(name, { path, contentType })
}
