export { matchers } from '../matchers'
export type * from '../types/matchers'
