import { binding } from '../../boundary/binding'
import { UsageError } from '../usage'

/** Every kind of choice point, as the simulator names them. */
export const kindNames = (): string[] => binding.scheduleKinds().map(({ kind }) => kind)

/** Not commander's to check: it would load the addon for a help. */
export function checkKinds(without: readonly string[]): void {
  const names = kindNames()
  const unknown = without.find((kind) => !names.includes(kind))
  if (unknown !== undefined) throw new UsageError(`There is no kind '${unknown}'. There are ${names.join(', ')}.`)
}
