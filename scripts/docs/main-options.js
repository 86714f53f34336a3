'use strict'

const { TABLES } = require('../../build/options')

/** What most projects set; docs/options.md has all. Names and texts are those of the table that checks them. */
const MAIN = {
  ConnectionOptions: ['region', 'clientId', 'clientSecret', 'accessToken', 'deploymentId', 'timeoutMs', 'requestsPerMinute', 'sharedState', 'proxy', 'caFile', 'guard'],
  CloseOptions: ['wrapUp', 'strategy', 'guest', 'staysForMs'],
}

const code = (text) => `\`${text}\``
/** docs/options.md has the others. */
const firstSentence = (text) => text.replace(/\. .*$/s, '.')

function row(name, { env = [], default: value, doc }) {
  const shown = value === undefined ? '' : String(value)
  return `| ${code(name)} | ${env.map(code).join(', ')} | ${shown} | ${firstSentence(doc).replaceAll('|', '\\|')} |`
}

/** The README's table of the main options. */
function mainOptions() {
  const rows = Object.entries(MAIN).flatMap(([table, names]) => names.map((name) => row(name, TABLES[table].fields[name])))
  return `| option | environment | default | what it is |\n| --- | --- | --- | --- |\n${rows.join('\n')}`
}

module.exports = { mainOptions }
