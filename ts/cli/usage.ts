/** A command line that cannot be meant. */
class UsageError extends Error {}

/** Somebody would not have it done after all, and nothing was: no fault of the command line. */
class Declined extends Error {}

export { Declined, UsageError }
