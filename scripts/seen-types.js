'use strict'

// Writes ts/types/seen.ts from ts/types/crossing.ts: what users see of what crosses, with no name that only the
// boundary needs, as one would write it by hand. A test compares.
const fs = require('node:fs')
const path = require('node:path')
const { Node, Project } = require('ts-morph')

const ROOT = path.resolve(__dirname, '..')
const FILE = path.join(ROOT, 'ts', 'types', 'seen.ts')
const HEAD = '// Made by "npm run types:make" from ts/types/crossing.ts, which is made from Rust; not edited by hand.\n'

/** In the order of the file; the others are written out where they are used. */
const SHOWN = ['CloseReport', 'Witness', 'Step', 'DoctorReport', 'DoctorFinding', 'GuestEvent', 'Closure', 'Conversation', 'ConversationParticipant', 'Course', 'CoursePoint', 'GenesysErrorCode']

const WIDEST = 140
const quoted = (text) => text.replaceAll('"', "'")
/** One line where the comment has one. */
function comment(node, indent) {
  const lines = (node.getJsDocs().at(-1)?.getInnerText() ?? '').split('\n')
  if (lines[0] === '') return ''
  return lines.length === 1 ? `${indent}/** ${lines[0]} */\n` : `${indent}/**\n${lines.map((line) => `${indent} * ${line}\n`).join('')}${indent} */\n`
}

class Writer {
  #file

  constructor(file) {
    this.#file = file
  }

  /** A type in one line. */
  #type(node) {
    if (Node.isTypeReference(node)) return this.#reference(node)
    if (Node.isTypeLiteral(node)) return `{ ${node.getProperties().map((each) => this.#property(each)).join('; ')} }`
    if (Node.isUnionTypeNode(node)) return node.getTypeNodes().map((each) => this.#type(each)).join(' | ')
    return quoted(node.getText())
  }

  #reference(node) {
    const [name, of] = [node.getTypeName().getText(), node.getTypeArguments()]
    if (name === 'Array') return `${this.#type(of[0]).replace(/^.* \| [^}]*$/, '($&)')}[]`
    const alias = SHOWN.includes(name) ? undefined : this.#file.getTypeAlias(name)
    return alias === undefined ? node.getText() : this.#type(alias.getTypeNode())
  }

  #property(node) {
    return `${node.getName().replaceAll(/['"]/g, '')}${node.hasQuestionToken() ? '?' : ''}: ${this.#type(node.getTypeNode())}`
  }

  /** A choice that is too wide for a line has one for each. */
  #field(node) {
    const [line, type] = [`  ${this.#property(node)}`, node.getTypeNode()]
    const choice = Node.isTypeReference(type) ? this.#file.getTypeAlias(type.getText())?.getTypeNode() : type
    if (line.length <= WIDEST || !Node.isUnionTypeNode(choice)) return line
    return `${line.slice(0, line.indexOf(':') + 1)}${choice.getTypeNodes().map((each) => `\n    | ${this.#type(each)}`).join('')}`
  }

  declaration(name) {
    const alias = this.#file.getTypeAliasOrThrow(name)
    const type = alias.getTypeNode()
    const head = comment(alias, '')
    if (!Node.isTypeLiteral(type)) return `${head}export type ${name} =${type.getTypeNodes().map((each) => `\n  | ${this.#type(each)}`).join('')}\n`
    const fields = type.getProperties().map((each) => `${comment(each, '  ')}${this.#field(each)}\n`)
    return `${head}export interface ${name} {\n${fields.join('')}}\n`
  }
}

/** ts/types/seen.ts as text. */
function seenTypes() {
  const project = new Project({ skipAddingFilesFromTsConfig: true })
  const writer = new Writer(project.addSourceFileAtPath(path.join(ROOT, 'ts', 'types', 'crossing.ts')))
  return `${HEAD}${SHOWN.map((name) => `\n${writer.declaration(name)}`).join('')}`
}

if (require.main === module) fs.writeFileSync(FILE, seenTypes())

module.exports = { seenTypes }
