const CODES = { bold: 1, dim: 2, red: 31, green: 32, yellow: 33, blue: 34, magenta: 35, cyan: 36, inverse: 7 }

type Style = keyof typeof CODES

export type Paint = (text: string, ...styles: (Style | undefined)[]) => string

/** Whether a stream wants colours: FORCE_COLOR decides, then NO_COLOR, then whether it is a terminal. */
export function wantsColor(stream: { isTTY?: boolean } | undefined, env = process.env): boolean {
  const { FORCE_COLOR, NO_COLOR, TERM } = env
  if (FORCE_COLOR !== undefined) return FORCE_COLOR !== '0' && FORCE_COLOR !== 'false'
  if (NO_COLOR || TERM === 'dumb') return false
  return stream?.isTTY === true
}

/** `paint(text, 'bold', 'green')`; without colours the text as it is. */
export function painter(hasColor: boolean): Paint {
  if (!hasColor) return (text) => text
  return (text, ...styles) => {
    if (text === '') return text
    return styles.filter((style) => style !== undefined).reduce((painted, style) => `\u001b[${CODES[style]}m${painted}\u001b[0m`, text)
  }
}
