import type { Page } from '@playwright/test'

/** A file of the sample page, and what stands there instead. */
interface Patch { file: 'custom-client.mjs' | 'custom-chat.mjs'; from: string; to: string }

const CLIENT = 'custom-client.mjs'

/** The sample page believes an org that goes on talking; what an agent said while it ended is no new conversation. */
const ENDED_IS_ENDED: Patch[] = [{ file: CLIENT, from: 'if (this.#isLater(message)) this.#goOn()', to: "if (message.direction === 'Inbound' && this.#isLater(message)) this.#goOn()" }]

/** An answer of the history may be older than what came while the page was away, and only another one shows that; it also hides races at times. */
const ASKS_TWICE: Patch[] = [
  { file: CLIENT, from: "    if (!newSession) this.#send({ action: 'getJwt' })", to: `    const ask = () => { if (this.link === 'connected') this.#send({ action: 'getJwt' }) }
    if (!newSession) {
      ask()
      setTimeout(ask, 1_000)
    }` },
]

/** A new chat begins by itself when one ends. */
const STARTS_ANEW: Patch[] = [
  { file: CLIENT, from: '    this.#told.closed(reason)\n', to: '    this.#told.closed(reason)\n    if (!this.#startsNew) this.startNew()\n' },
]

/** A guest can send a file; what was asked for on a connection that is lost is asked for on the next one. */
const UPLOADS: Patch[] = [
  { file: CLIENT, from: '  /** After a read-only end:', to: `  upload() {
    this.isUploading = true
    if (this.link !== 'connected' || this.isReadOnly) return
    this.#send({ action: 'onAttachment', attachmentId: uuid(), fileName: 'card.txt', fileType: 'text/plain', fileSize: 4 })
  }

  #put({ url, headers }) {
    this.isUploading = false
    return fetch(url, { method: 'PUT', headers, body: 'card' })
  }

  /** After a read-only end:` },
  { file: CLIENT, from: '() => this.#configured(frame.body)', to: '() => { this.#configured(frame.body); if (this.isUploading) this.upload() }' },
  { file: CLIENT, from: '      JwtResponse: ', to: `      PresignedUrlResponse: () => this.#put(frame.body),
      JwtResponse: ` },
  { file: 'custom-chat.mjs', from: 'show()\nclient.connect()', to: "document.addEventListener('upload', () => client.upload())\nshow()\nclient.connect()" },
]

/** Races of the custom chat, each as somebody might write it: what the copy can do beside the sample page, and what is wrong about it. */
export const RACES = {
  'late history': {
    can: [],
    wrong: [
      { file: CLIENT, from: '    if (end === -1 || this.isReadOnly) return', to: '    if (end === -1) {\n      this.isReadOnly = false\n      this.#reopen()\n      return this.#told.changed()\n    }' },
    ],
  },
  'echo after end': {
    can: [],
    wrong: [{ file: CLIENT, from: "if (message.direction === 'Inbound' && this.#isLater(message)) this.#goOn()", to: "if (message.direction === 'Inbound') this.#goOn()" }],
  },
  'reconnect and end at once': {
    can: [],
    wrong: [{ file: CLIENT, from: '() => this.#fetchHistory(frame.body.jwt)', to: "() => { this.isReadOnly = false; this.#reopen(); this.#become('connected') }" }],
  },
  'duplicate end after start new': {
    can: STARTS_ANEW,
    wrong: [
      { file: CLIENT, from: '    this.#startsNew = true\n    this.#configure()', to: '    this.#startsNew = true\n    this.#seen.clear()\n    this.isReadOnly = false\n    this.#reopen()\n    this.#configure()' },
      { file: CLIENT, from: '    this.#told.cleared()\n    this.#reopen()', to: '    this.#told.cleared()' },
    ],
  },
  'end during an upload': {
    can: UPLOADS,
    wrong: [{ file: CLIENT, from: '      JwtResponse: ', to: "      UploadSuccessEvent: () => { this.isReadOnly = false; this.#reopen(); this.#become('connected') },\n      JwtResponse: " }],
  },
} as const satisfies Record<string, { can: Patch[]; wrong: Patch[] }>

export type Race = keyof typeof RACES

function patched(text: string, patches: readonly Patch[]): string {
  return patches.reduce((before, { file, from, to }) => {
    const after = before.replace(from, () => to)
    if (after === before) throw new Error(`The sample page is no longer what the patch of ${file} is for: ${from}`)
    return after
  }, text)
}

/** Serves a copy of the sample page to a page: with what a race needs, and with or without what is wrong. */
export async function serveCopy(page: Page, race: Race, isWrong: boolean): Promise<void> {
  const { can, wrong } = RACES[race]
  const patches: readonly Patch[] = [...ENDED_IS_ENDED, ...can, ...(isWrong ? wrong : ASKS_TWICE)]
  for (const file of new Set(patches.map((patch) => patch.file))) {
    await page.route(`**/${file}`, async (route) => {
      const response = await route.fetch()
      await route.fulfill({ response, body: patched(await response.text(), patches.filter((patch) => patch.file === file)) })
    })
  }
}
