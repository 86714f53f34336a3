/** Whether JSON was asked for; what stands after -- is somebody else's. */
function asksForJson(args) {
  const end = args.indexOf('--')
  return args.slice(0, end === -1 ? undefined : end).includes('--json')
}

let isWritten = false

/** The one document that a command prints on stdout when it is asked for JSON. */
function writeDocument(text, then) {
  isWritten = true
  return process.stdout.write(text, then)
}

/** The document of a command that has none of its own; nothing where one is there already. */
function writeOther(value, then) {
  if (isWritten) return then?.()
  return writeDocument(`${JSON.stringify(value)}\n`, then)
}

export { asksForJson, writeDocument, writeOther }
