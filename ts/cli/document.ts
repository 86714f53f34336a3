/** Whether JSON was asked for on stdout; what stands after -- is somebody else's. `explore` names a file, and speaks to people as ever. */
export function asksForJson(args: string[]): boolean {
  if (args[0] === 'explore') return false
  const end = args.indexOf('--')
  return args.slice(0, end === -1 ? undefined : end).includes('--json')
}

let isWritten = false

/** The one document that a command prints on stdout when it is asked for JSON. */
export function writeDocument(text: string, then?: () => void): void {
  isWritten = true
  process.stdout.write(text, then)
}

/** The document of a command that has none of its own; nothing where one is there already. */
export function writeOther(value: object, then?: () => void): void {
  if (isWritten) then?.()
  else writeDocument(`${JSON.stringify(value)}\n`, then)
}
