import { readFileSync, writeFileSync } from 'node:fs'
import type { FullResult, Reporter, TestCase, TestError, TestResult, TestStep } from '@playwright/test/reporter'

export interface Blame {
  message: string
  stack: string
  snippet: string
  file: string | undefined
  line: number | undefined
}

export interface Step {
  title: string
  category: string
  file: string | undefined
  line: number | undefined
  error: string | undefined
  steps: Step[]
}

export interface Outcome {
  title: string
  status: string
  worker: number
  errors: Blame[]
  steps: Step[]
  annotations: Record<string, string>
  attachments: Record<string, string>
}

export interface Recording {
  status: string
  tests: Outcome[]
  /** Errors that belong to no test. */
  errors: Blame[]
}

// eslint-disable-next-line no-control-regex
const plain = (text = ''): string => text.replace(/\u001b\[\d+(?:;\d+)*m/g, '')

const blame = ({ message, value, stack, snippet, location }: TestError): Blame => ({
  message: plain(message ?? value), stack: plain(stack), snippet: plain(snippet), file: location?.file, line: location?.line,
})

const step = ({ title, category, location, error, steps }: TestStep): Step => ({
  title, category, file: location?.file, line: location?.line, error: error && plain(error.message), steps: steps.map(step),
})

/** Playwright's reporter that keeps what other reporters leave out: where each step stands, and what was attached. */
export default class Recorder implements Reporter {
  #recording: Recording = { status: 'interrupted', tests: [], errors: [] }

  printsToStdio(): boolean {
    return false
  }

  onTestEnd({ title }: TestCase, { status, workerIndex, errors, steps, annotations, attachments }: TestResult): void {
    this.#recording.tests.push({
      title,
      status,
      worker: workerIndex,
      errors: errors.map(blame),
      steps: steps.map(step),
      annotations: Object.fromEntries(annotations.map(({ type, description = '' }) => [type, description])),
      attachments: Object.fromEntries(attachments.map(({ name, path, body }) => [name, String(body ?? (path && readFileSync(path)))])),
    })
  }

  onError(error: TestError): void {
    this.#recording.errors.push(blame(error))
  }

  onEnd({ status }: FullResult): void {
    this.#recording.status = status
    writeFileSync(process.env['RUN_RECORD'] as string, JSON.stringify(this.#recording))
  }
}
