'use strict'

// Which functions of the addon run until a client is made, for the linker to put side by side: `npm run order`.
// Names without their hashes, so that they fit the next build and the next compiler, too. Wants valgrind.

const { execFileSync } = require('node:child_process')
const fs = require('node:fs')
const os = require('node:os')
const path = require('node:path')
const { ROOT } = require('./run')

const FILE = path.join(ROOT, 'src', 'addon', 'order.ld')
const CLIENT = `new (require(${JSON.stringify(ROOT)}).GenesysClient)({ region: 'mypurecloud.com', accessToken: 'x' })`
/** So general that a hundred others would come along, each for another type; and what registers the classes stands in .startup. */
const LEFT_OUT = /DeserializeSeed|4task3raw4poll|Harness.*8complete|CTOR_PRIVATE/

const run = (program, args, env = {}) => execFileSync(program, args, { cwd: ROOT, stdio: 'inherit', env: { ...process.env, ...env } })

/** The addon as it is published, with the names of its functions left in it, and in no order: valgrind names what stands in .text. */
function build(folder) {
  fs.writeFileSync(FILE, '')
  const args = ['napi', 'build', '--release', '--platform', '--output-dir', folder, '--js', 'binding.js', '--dts', 'binding.d.ts']
  run('npx', args, { CARGO_PROFILE_RELEASE_STRIP: 'none' })
  return path.join(folder, fs.readdirSync(folder).find((name) => name.endsWith('.node')))
}

/** The mangled names of what ran, as callgrind saw it. */
function executed(addon, folder) {
  const told = path.join(folder, 'callgrind.out')
  const args = ['--tool=callgrind', '--demangle=no', '--compress-strings=no', `--callgrind-out-file=${told}`, process.execPath, '-e', CLIENT]
  run('valgrind', args, { NAPI_RS_NATIVE_LIBRARY_PATH: addon })
  const ofAddon = fs.readFileSync(told, 'utf8').split(/^ob=/m).filter((part) => part.startsWith(addon))
  return ofAddon.flatMap((part) => [...part.matchAll(/^fn=(_[\w$.]+|napi_\w+)/gm)].map(([, name]) => name))
}

const anyHash = (name) => name.replace(/(?<=17h)[0-9a-f]{16}E.*|(?:\.\d+)?$/, '*').replace(/Cs[A-Za-z0-9]+_/g, 'Cs*_')

function main() {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'playwright-genesys-order-'))
  try {
    const names = [...new Set(executed(build(folder), folder).map(anyHash))].filter((name) => !LEFT_OUT.test(name)).sort()
    const lines = ['startup', ...names].map((name) => `  *(.text*.${name})`)
    fs.writeFileSync(FILE, `/* Made by npm run order. */\nSECTIONS { .text.first : {\n${lines.join('\n')}\n} } INSERT BEFORE .text;\n`)
    console.log(`${path.relative(ROOT, FILE)}: ${names.length} names.`)
  } finally {
    fs.rmSync(folder, { recursive: true, force: true })
  }
}

main()
