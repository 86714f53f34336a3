import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, test } from '@playwright/test'
import { Run } from './support/run'

type Entry = Record<string, unknown>

function entriesOf(recording: string): { header: Entry; entries: Entry[] } {
  const [header = {}, ...entries] = recording.trim().split('\n').map((line) => JSON.parse(line) as Entry)
  return { header, entries }
}

/** A closed conversation of a page, and of nobody else. */
function expectOneClose({ header, entries }: ReturnType<typeof entriesOf>): void {
  expect(header).toMatchObject({ recording: 1, by: ['client', 'door'], mode: 'simulator', texts: false })
  expect(entries.filter(({ method }) => method === 'PATCH')).toHaveLength(1)
  expect(entries.filter(({ opened }) => opened)).toHaveLength(1)
  expect(entries.filter(({ closed }) => closed)).toHaveLength(1)
  expect(entries.map(({ ended }) => ended).filter(Boolean)).toEqual([])
  expect(JSON.stringify(entries)).not.toContain('canary')
}

test.describe.configure({ timeout: 120_000 })

test('each test that wants it has a recording of its own, attached, and no key is left', async () => {
  const temporary = mkdtempSync(path.join(tmpdir(), 'genesys-keys-'))
  const run = new Run('record', { env: { TMPDIR: temporary } })
  try {
    const recorded = await run.recorded()
    expect(recorded.troubles).toEqual({})
    for (const title of ['one', 'another']) expectOneClose(entriesOf(recorded.test(title).attachments['run.jsonl'] as string))
    expect(Object.keys(recorded.test('not recorded').attachments)).toEqual([])
    expect(readdirSync(temporary).filter((name) => name.startsWith('playwright-genesys-recording'))).toEqual([])
  } finally {
    await run.remove()
    rmSync(temporary, { recursive: true, force: true })
  }
})
