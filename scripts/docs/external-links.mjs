// A plugin of remark: links that lead out of the repository are looked at, never followed.

const SCHEMES = ['https:', 'mailto:']
/** Addresses of pages that shall not be recommended to anybody. */
const PRIVATE = /^(?:localhost|127\.|10\.|192\.168\.|\[)/

/** An address that stands in the text as it is: an example, which GitHub makes a link of. */
const isBare = ({ url, position }) => position.end.offset - position.start.offset === url.length

function* links(node) {
  if (['link', 'image', 'definition'].includes(node.type) && !isBare(node)) yield node
  for (const child of node.children ?? []) yield* links(child)
}

function wrongWith(address) {
  if (/^[\w./#-]*$/.test(address)) return undefined
  if (!URL.canParse(address)) return `${address} is no address`
  const { protocol, hostname } = new URL(address)
  if (!SCHEMES.includes(protocol)) return `${address} is neither https nor mailto`
  return PRIVATE.test(hostname) ? `${address} leads to a private host` : undefined
}

export default function externalLinks() {
  return (tree, file) => {
    for (const node of links(tree)) {
      const wrong = wrongWith(node.url)
      if (wrong !== undefined) file.message(wrong, { place: node.position, source: 'external-links' })
    }
  }
}
