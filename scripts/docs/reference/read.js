'use strict'

// The types as they are declared, without a word about how they are shown.

const path = require('node:path')
const { Node, Project } = require('ts-morph')
const { ROOT } = require('../../run')

/** A door of the package, and the file that declares what is behind it. */
const DOORS = [
  { name: 'playwright-genesys', file: 'index.d.ts' },
  { name: 'playwright-genesys/playwright', file: 'dist/index.d.ts' },
  { name: 'playwright-genesys/matchers', file: 'matchers.d.ts' },
]

/** A type in one line; where a line ended a member, a semicolon does. */
const flat = (text) => text
  .replace(/\/\*\*[\s\S]*?\*\//g, '')
  .replace(/([^\s{(,;|&:])\s*\n\s*(?=[\w[])/g, '$1; ')
  .replace(/,?\s+\)/g, ')')
  .replace(/\(\s+/g, '(')
  .replace(/\s+/g, ' ')
  .replace(/^\| |;$/g, '')
  .trim()
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

/** Properties inside the braces of a type, where it is one such thing and not a choice of several. */
function inner(node) {
  const type = node.getTypeNode()
  return Node.isTypeLiteral(type) && type.getProperties().some((each) => docOf(each) !== '') ? type.getProperties() : []
}

/** A property, and those inside it by their path. */
function properties(node, prefix = '') {
  const name = `${prefix}${node.getName()}`
  const optional = node.hasQuestionToken?.() ?? false
  const below = inner(node).flatMap((each) => properties(each, `${name}.`))
  const type = below.length > 0 ? 'object' : typeOf(node)
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

const kindOf = (node) => [['interface', Node.isInterfaceDeclaration], ['class', Node.isClassDeclaration], ['function', Node.isFunctionDeclaration],
  ['type', Node.isTypeAliasDeclaration], ['value', Node.isVariableDeclaration]].find(([, is]) => is(node))[0]

function declaration(name, node) {
  const documented = Node.isVariableDeclaration(node) ? node.getVariableStatement() : node
  // What a class of ours is made from is its own business.
  const bases = Node.isInterfaceDeclaration(node) ? node.getExtends() : (node.getImplements?.() ?? [])
  return {
    name,
    kind: kindOf(node),
    doc: docOf(documented),
    text: documented.getText().replace(/^(?:export )?(?:declare )?/, '').replace(/;$/, ''),
    bases: bases.map((base) => flat(base.getText())),
    ...membersOf(node),
  }
}

/** The heading in the file that stands above a declaration: a ruled comment. */
function sectionsOf(file) {
  const heads = [...file.getFullText().matchAll(/^\/\* -+ (.+) \*\/$/gm)]
  return (node) => (node.getSourceFile() === file ? heads.findLast(({ index }) => index < node.getStart())?.[1] : undefined)
}

/** What each door exports and no earlier one has. */
function readDoors() {
  const project = new Project({ compilerOptions: { moduleResolution: 100, skipLibCheck: true }, skipAddingFilesFromTsConfig: true })
  const told = new Set()
  // Things of one file in the order of the file; those of another file as the door names them.
  const isOfDoor = (node) => DOORS.some(({ file }) => node.getSourceFile().getFilePath().endsWith(`/${file}`))
  const placeOf = (node) => (isOfDoor(node) ? node.getStart() : 0)
  return DOORS.map(({ name, file }) => {
    const source = project.addSourceFileAtPath(path.join(ROOT, file))
    const sectionOf = sectionsOf(source)
    const fresh = [...source.getExportedDeclarations()].filter(([each]) => !told.has(each))
    const exported = fresh.sort(([, [a]], [, [b]]) => placeOf(a) - placeOf(b))
    exported.forEach(([each]) => told.add(each))
    const declarations = exported.map(([each, [node]]) => ({ ...declaration(each, node), section: sectionOf(node) }))
    return { name, doc: docOfFile(source), declarations }
  })
}

module.exports = { readDoors }
