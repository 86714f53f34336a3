import { clean } from '../../timeline/clean'

/** A command that is run once for each order has no test's name. */
export const titleOf = (test: string): string => (test === '' ? 'The command as a whole' : clean(test))
