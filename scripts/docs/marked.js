'use strict'

// Parts of a page that a script writes: between two comments, which name the script's word for them.

const begin = (name) => `<!-- made by "npm run docs:make": ${name} -->`
const END = '<!-- end of what is made -->'

/** The page with other text between its comments; throws where they are missing. */
function replaced(page, name, text) {
  const from = page.indexOf(begin(name))
  const to = page.indexOf(END, from)
  if (from < 0 || to < 0) throw new Error(`The page lacks ${begin(name)} … ${END}.`)
  return `${page.slice(0, from)}${begin(name)}\n\n${text.trim()}\n\n${page.slice(to)}`
}

module.exports = { replaced }
