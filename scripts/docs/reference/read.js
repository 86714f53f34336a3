'use strict'

// The types as they are declared, without a word about how they are shown.

const fs = require('node:fs')
const path = require('node:path')
const { Node, Project } = require('ts-morph')
const { ROOT } = require('../../run')

/** A door of the package, and the entry that says what is behind it. */
const DOORS = [
  { name: 'playwright-genesys', entry: 'entries/index' },
  { name: 'playwright-genesys/playwright', entry: 'playwright/index' },
  { name: 'playwright-genesys/matchers', entry: 'entries/matchers' },
]

const WIDEST = 140

/** A type in one line; where a line ended a member, a semicolon does. */
const flat = (text) => text
  .replace(/\/\*\*[\s\S]*?\*\//g, '')
  .replace(/([^\s{(,;|&:])\s*\n\s*(?=[\w[])/g, '$1; ')
  .replace(/,?\s+\)/g, ')')
  .replace(/\(\s+/g, '(')
  .replace(/\s+/g, ' ')
  .replace(/; }/g, ' }')
  .replace(/(\?: [^;{}]+?) \| undefined(?=[; ]|$)/g, '$1')
  .replace(/^\| |;$/g, '')
  .trim()
/** A declaration in one line where it fits, else with the house's indentation. */
function shown(text) {
  const line = flat(text)
  return line.length <= WIDEST ? line : text.replace(/^ +/gm, (spaces) => ' '.repeat(spaces.length / 2)).replace(/;$/gm, '')
}

/** The comment right above; the first one of a file is about the file, though it stands above its first declaration. */
const docOf = (node) => (node.getJsDocs?.() ?? []).at(-1)?.getInnerText() ?? ''
const docOfFile = (file) => {
  const [, comment = ''] = /^\/\*\*([\s\S]*?)\*\//.exec(file.getFullText()) ?? []
  return comment.replace(/^ \* ?/gm, '').trim()
}
const typeOf = (node) => flat(node.getTypeNode?.()?.getText() ?? '')

/** Not ours alone: nothing that begins with an underscore, and no constructor that nobody is told to call. */
function isShown(node) {
  if (Node.isConstructorDeclaration(node)) return docOf(node) !== ''
  return node.getScope?.() !== 'private' && !/^[_#]/.test(node.getName?.() ?? '')
}

/** `?` says already that it may be absent. */
const shownType = (node, optional) => (optional ? typeOf(node).replace(/ \| undefined$/, '').replace(/^\((\(.*=> \w+)\)$/, '$1') : typeOf(node))

/** Properties inside the braces of a type, where it is one such thing and not a choice of several. */
function inner(node) {
  const whole = node.getTypeNode()
  const [type, ...others] = Node.isUnionTypeNode(whole) ? whole.getTypeNodes().filter((each) => each.getText() !== 'undefined') : [whole]
  const isOne = others.length === 0 && Node.isTypeLiteral(type)
  return isOne && type.getProperties().some((each) => docOf(each) !== '') ? type.getProperties() : []
}

/** A property, and those inside it by their path. */
function properties(node, prefix = '') {
  const name = `${prefix}${node.getName()}`
  const optional = node.hasQuestionToken?.() ?? false
  const below = inner(node).flatMap((each) => properties(each, `${name}.`))
  const type = below.length > 0 ? 'object' : shownType(node, optional)
  return [{ name, optional, type, doc: docOf(node) }, ...below]
}

const getter = (node) => ({ name: node.getName(), optional: false, type: flat(node.getReturnTypeNode()?.getText() ?? ''), doc: docOf(node) })

const signature = (node) => flat(node.getText().replace(/^(?:export )?(?:declare )?(?:function )?/, ''))
const method = (node) => ({ name: node.getName?.() ?? 'constructor', signature: signature(node), doc: docOf(node) })

function membersOf(node) {
  const shown = (nodes = []) => nodes.filter(isShown)
  return {
    properties: [...shown(node.getProperties?.()).flatMap((each) => properties(each)), ...shown(node.getGetAccessors?.()).map(getter)],
    methods: [
      ...shown(node.getConstructors?.()), ...shown(node.getStaticMethods?.()), ...shown(node.getInstanceMethods?.() ?? node.getMethods?.()),
    ].map(method),
  }
}

/** @type {[string, (node: import('ts-morph').Node) => boolean][]} */
const KINDS = [['interface', Node.isInterfaceDeclaration], ['class', Node.isClassDeclaration], ['function', Node.isFunctionDeclaration],
  ['type', Node.isTypeAliasDeclaration], ['value', Node.isVariableDeclaration]]
const kindOf = (node) => KINDS.find(([, is]) => is(node))[0]

/** What is declared again, narrower, keeps its place and its sentence. */
function overlaid(all) {
  return [...new Map(all.map((each) => [each.name, { ...each, doc: each.doc || all.find(({ name }) => name === each.name).doc }])).values()]
}

const isHidden = (base) => base.getText().includes('.')

function declaration(name, node) {
  const documented = Node.isVariableDeclaration(node) ? node.getVariableStatement() : node
  // What a class of ours is made from is its own business.
  const bases = Node.isInterfaceDeclaration(node) ? node.getExtends() : (node.getImplements?.() ?? [])
  // Of a base by another file's name the reader sees what it has.
  const [hidden, shownBases] = [bases.filter(isHidden), bases.filter((base) => !isHidden(base))]
  const inherited = hidden.flatMap((base) => base.getType().getSymbol()?.getDeclarations() ?? []).map(membersOf)
  const own = membersOf(node)
  return {
    name,
    kind: kindOf(node),
    doc: docOf(documented),
    text: shown(documented.getText().replace(/^(?:export )?(?:declare )?/, '').replace(/;$/, '')),
    bases: shownBases.map((base) => flat(base.getText())),
    properties: overlaid([...inherited.flatMap(({ properties: theirs }) => theirs), ...own.properties]),
    methods: [...inherited.flatMap(({ methods }) => methods), ...own.methods],
  }
}

/** The order and the headings of an entry: its lines are the table of contents. */
function contentsOf(entry) {
  const text = fs.readFileSync(path.join(ROOT, 'ts', `${entry}.ts`), 'utf8')
  const heads = [...text.matchAll(/^\/\* -+ (.+) \*\/$/gm)]
  const placeOf = (name) => text.search(new RegExp(`(?:[{,]|export const|type)\\s*${name}\\b`))
  return { placeOf, sectionOf: (name) => heads.findLast(({ index }) => index < placeOf(name))?.[1] }
}

/** What each door exports and no earlier one has. */
function readDoors() {
  const project = new Project({ compilerOptions: { moduleResolution: 100, skipLibCheck: true }, skipAddingFilesFromTsConfig: true })
  const told = new Set()
  return DOORS.map(({ name, entry }) => {
    const source = project.addSourceFileAtPath(path.join(ROOT, 'dist', 'types', `${entry}.d.ts`))
    const { placeOf, sectionOf } = contentsOf(entry)
    const fresh = [...source.getExportedDeclarations()].filter(([each]) => !told.has(each))
    fresh.forEach(([each]) => told.add(each))
    const exported = fresh.sort(([a], [b]) => placeOf(a) - placeOf(b))
    const declarations = exported.map(([each, [node]]) => ({ ...declaration(each, node), section: sectionOf(each) }))
    return { name, doc: docOfFile(source), declarations }
  })
}

module.exports = { readDoors }
