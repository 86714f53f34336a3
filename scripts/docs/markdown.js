'use strict'

const { read } = require('./pages')

/** The page as a tree. The parser is an ES module; this is CommonJS. */
async function treeOf(file) {
  const [{ unified }, { default: parse }, { default: gfm }] = await Promise.all([import('unified'), import('remark-parse'), import('remark-gfm')])
  return unified().use(parse).use(gfm).parse(read(file))
}

/** All nodes below one, each with the one that stands before it. */
function* walk(node, before) {
  yield { node, before }
  for (const [index, child] of (node.children ?? []).entries()) yield* walk(child, node.children[index - 1])
}

/** Nodes of some types in a page, in their order. */
async function nodesOf(file, types) {
  return [...walk(await treeOf(file))].filter(({ node }) => types.includes(node.type))
}

/** What an HTML comment says; nothing of other nodes. */
const commentOf = (node) => (node?.type === 'html' ? /^<!--\s*([\s\S]*?)\s*-->$/.exec(node.value)?.[1] : undefined)

/** Every fenced block: `line` is the first of its text, `comment` what is said right before it. */
async function blocksOf(file) {
  const nodes = await nodesOf(file, ['code'])
  return nodes.map(({ node, before }) => ({
    file,
    line: node.position.start.line + 1,
    language: node.lang ?? '',
    text: node.value,
    comment: commentOf(before) ?? '',
  }))
}

const textOf = (node) => node.value ?? (node.children ?? []).map(textOf).join('')

/** Title and first sentences of a page. */
async function leadOf(file) {
  const { children } = await treeOf(file)
  const title = children.find((node) => node.type === 'heading' && node.depth === 1)
  const first = children.slice(children.indexOf(title) + 1).find(({ type }) => type === 'paragraph')
  return { title: textOf(title), text: textOf(first).replace(/\s+/g, ' ') }
}

module.exports = { blocksOf, commentOf, leadOf, nodesOf, textOf }
