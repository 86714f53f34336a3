import escapeHtml from 'escape-html'

/** Text that is markup already, made by the template below. */
export class Markup {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }

  toString(): string {
    return this.text
  }
}

/** Nothing is inserted for `undefined` and `false`. */
type Insertable = Markup | string | number | false | undefined | readonly Insertable[]

function insert(value: Insertable): string {
  if (value instanceof Markup) return value.text
  if (typeof value === 'object') return value.map(insert).join('')
  return value === undefined || value === false ? '' : escapeHtml(String(value))
}

/** A template that escapes whatever is put into it, unless that came from this template. */
export function markup(strings: TemplateStringsArray, ...values: Insertable[]): Markup {
  return new Markup(strings.reduce((made, part, index) => made + insert(values[index - 1]) + part))
}

/** A constant of this library's own, such as a style sheet. */
export const trusted = (text: string) => new Markup(text)
