import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import type { LaunchOptions } from '@playwright/test'

const QUIET: Record<string, (folder: string) => string[]> = {
  chromium: (folder) => ['--headless=new', '--no-sandbox', '--no-first-run', '--disable-popup-blocking', `--user-data-dir=${folder}`],
  firefox: (folder) => ['--headless', '--profile', folder],
}

/** A browser that nobody has started through Playwright. */
export class OwnBrowser {
  readonly endpoint: string
  readonly #process: ChildProcess
  readonly #folder: string

  private constructor(child: ChildProcess, { endpoint, folder }: { endpoint: string; folder: string }) {
    this.#process = child
    this.endpoint = endpoint
    this.#folder = folder
  }

  static async start(browserName: string, executable: string, { args = [], firefoxUserPrefs = {} }: LaunchOptions, pages: string[] = []): Promise<OwnBrowser> {
    const folder = await mkdtemp(path.join(tmpdir(), 'own-browser-'))
    const preferences = Object.entries(firefoxUserPrefs).map(([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});\n`)
    await writeFile(path.join(folder, 'user.js'), preferences.join(''))
    const all = [...QUIET[browserName]?.(folder) ?? [], '--remote-debugging-port=0', ...args, ...pages]
    const child = spawn(executable, all, { stdio: ['ignore', 'ignore', 'pipe'] })
    const endpoint = await new Promise<string>((found, failed) => {
      createInterface({ input: child.stderr }).on('line', (line) => {
        const [, address] = /^(?:DevTools|WebDriver BiDi) listening on (ws:.+)$/.exec(line) ?? []
        if (address !== undefined) found(address)
      }).on('close', () => failed(new Error('The browser did not say where it listens.')))
    })
    return new OwnBrowser(child, { endpoint, folder })
  }

  async stop(): Promise<void> {
    const gone = once(this.#process, 'exit')
    this.#process.kill()
    await gone
    await rm(this.#folder, { recursive: true, force: true, maxRetries: 5 })
  }
}
