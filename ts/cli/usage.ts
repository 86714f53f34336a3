/** A command line that cannot be meant. */
export class UsageError extends Error {}

/** Somebody would not have it done after all, and nothing was: no fault of the command line. */
export class Declined extends Error {}
