import type { Table } from '../spec'
import { CLOSE, CLOSE_MANY } from './close'
import { CONNECTION } from './connection'

export const REAP = {
  fields: {
    ...CONNECTION.fields,
    ledger: { kind: 'file', default: '.playwright-genesys/ledger', env: ['PLAYWRIGHT_GENESYS_LEDGER'], doc: 'The folder of the ledger.' },
    dryRun: { kind: 'boolean', default: false, doc: 'Reads and tells what would be ended; writes nothing, neither to the org nor to the disk.' },
    includeLive: { kind: 'boolean', default: false, doc: 'Also ends what belongs to runs that are alive, or that ran elsewhere and cannot be shown to be over.' },
    wrapUp: { ...CLOSE.fields.wrapUp, doc: 'For conversations with an agent whose wrap-up is required: a name, an id, or the long form.' },
    signal: { kind: 'signal', doc: 'Aborting it stops the work; what was ended until then is in the ledger and in a receipt.' },
    onProgress: { ...CLOSE_MANY.fields.onProgress, doc: 'Called at most 20 times a second, and with the last. `failed` counts refusals too.' },
  },
  rules: CONNECTION.rules,
  aliases: { ...CONNECTION.aliases, folder: 'ledger', wrapUpCode: 'wrapUp', preview: 'dryRun' },
} as const satisfies Table
