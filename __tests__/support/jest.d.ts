import type { GenesysMatchers } from '../../dist/matchers'

declare global {
  namespace jest {
    interface Matchers<R> extends GenesysMatchers<Promise<void>> {}
  }
}
