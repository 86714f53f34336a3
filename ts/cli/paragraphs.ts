import { wrap } from '../timeline/render/wrap'

const NARROWEST = 40

/** The width of a terminal; without one nothing is wrapped, as a log is searched by line. */
export const columnsOf = ({ isTTY, columns }: { isTTY?: boolean; columns?: number }): number | undefined => (isTTY ? columns : undefined)

/** The lines of a text, `first` before the first one. */
export type Lines = (text: string, first?: string) => string[]

/** Text that is indented: wrapped on a terminal, whole in a log. The function takes the text, and what stands before its first line. */
export function indented(indent: number, columns: number | undefined): Lines {
  const width = columns === undefined ? Infinity : Math.max(NARROWEST, columns - indent)
  return (text, first = '') => {
    const lines = width === Infinity ? [text] : wrap(text, width - first.length)
    return lines.map((line, index) => `${' '.repeat(indent)}${index === 0 ? first : ' '.repeat(first.length)}${line}`)
  }
}
