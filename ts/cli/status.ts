/** Exit statuses of every command; docs/cli.md tells what each means. The last two are of `simulate` and `record` with a command alone, as in a shell. */
export const STATUS = { ok: 0, failed: 1, usage: 2, notExecutable: 126, notFound: 127 }
