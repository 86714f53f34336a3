import { type Asked, Measuring, type Measured } from './measuring'

export type { Measured } from './measuring'
export { BUDGET, PATIENCE, type Patience } from './patience'

/** Never rejects for what it does not see: only for bad input. */
export function measure(asked: Asked): Promise<Measured> {
  return new Measuring(asked).run()
}
