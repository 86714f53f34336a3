import type { ReapOptions } from '../../types/public'
import { CLOSE } from './close'
import { CALL, CONNECTION } from './connection'
import type { Table } from '../spec'

export const REAP = {
  fields: {
    ...CONNECTION.fields,
    ledger: { kind: 'file', default: '.playwright-genesys/ledger', env: ['PLAYWRIGHT_GENESYS_LEDGER'], doc: 'The folder of the ledger.' },
    dryRun: { kind: 'boolean', default: false, doc: 'Read and tell what would be ended; write nothing, neither to the org nor to the disk.' },
    includeLive: { kind: 'boolean', default: false, doc: 'Also end what belongs to runs that are alive, or that ran elsewhere and cannot be shown to be over.' },
    wrapUp: CLOSE.fields.wrapUp,
    signal: CALL.fields.signal,
    onProgress: { kind: 'function', doc: 'Called with the counts, at most 20 times a second, and with the last.' },
  },
  rules: CONNECTION.rules,
  aliases: { ...CONNECTION.aliases, folder: 'ledger', wrapUpCode: 'wrapUp', preview: 'dryRun' },
} as const satisfies Table<ReapOptions>
