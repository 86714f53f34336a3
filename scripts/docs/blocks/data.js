'use strict'

const YAML = require('yaml')

/** The place of a mistake that the parser names by its place in the text. */
function lineAt({ text, line }, offset) {
  return line + text.slice(0, offset).split('\n').length - 1
}

function wrongJson(block) {
  try {
    JSON.parse(block.text)
    return []
  } catch (error) {
    return [`${block.file}:${block.line}: ${error.message}`]
  }
}

function wrongYaml(block) {
  const { errors } = YAML.parseDocument(block.text, { prettyErrors: false })
  return errors.map(({ message, pos: [offset] }) => `${block.file}:${lineAt(block, offset)}: ${message}`)
}

const PARSERS = { json: wrongJson, yaml: wrongYaml, yml: wrongYaml }

/** What cannot be parsed among blocks of JSON and YAML. */
function parseData(blocks) {
  return blocks.flatMap((block) => PARSERS[block.language]?.(block) ?? [])
}

module.exports = { parseData }
