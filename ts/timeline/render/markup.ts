import escapeHtml from 'escape-html'

/** Text that is markup already, made by the template below. */
class Markup {
  constructor(text) {
    this.text = text
  }

  toString() {
    return this.text
  }
}

function insert(value) {
  if (value instanceof Markup) return value.text
  if (Array.isArray(value)) return value.map(insert).join('')
  return value === undefined || value === false ? '' : escapeHtml(String(value))
}

/** A template that escapes whatever is put into it, unless that came from this template. */
function markup(strings, ...values) {
  return new Markup(strings.reduce((made, part, index) => made + insert(values[index - 1]) + part))
}

/** A constant of this library's own, such as a style sheet. */
const trusted = (text) => new Markup(text)

export { Markup, markup, trusted }
