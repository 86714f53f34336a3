import type { Timeline } from '../model'

/** The model as it is: ids whole, times as numbers. */
export const asJson = (model: Timeline) => `${JSON.stringify(model, null, 2)}\n`
