'use strict'

const fs = require('node:fs')
const path = require('node:path')
const { wrongWith } = require('./artifact')

const nameOf = (file) => file.split(/[\\/]/).at(-1)

/** Each target must have one file, each file one target: in sentences. */
function wrongNumbers(targets, files) {
  const counts = targets.map((target) => ({ target, found: files.filter((file) => nameOf(file) === target.file) }))
  const strays = files.filter((file) => !targets.some((target) => target.file === nameOf(file)))
  return [
    ...counts.filter(({ found }) => found.length === 0).map(({ target }) => `${target.name} has no binary: ${target.file} is missing.`),
    ...counts.filter(({ found }) => found.length > 1).map(({ target, found }) => `${target.name} has ${found.length} binaries: ${found.join(', ')}.`),
    ...strays.map((file) => `${file} belongs to no target.`),
  ]
}

/** A platform package must hold the binary of its own platform: the folder says which one it is. */
function wrongPlaces(targets, files) {
  const folders = new Set(targets.map(({ name }) => name))
  const placed = files.map((file) => ({ file, folder: file.split(/[\\/]/).at(-2) })).filter(({ folder }) => folders.has(folder))
  return placed.filter(({ file, folder }) => targets.find(({ name }) => name === folder).file !== nameOf(file)).map(({ file }) => `${file} lies in the package of another target.`)
}

/** Everything that is wrong with the binaries of a release, in sentences; `read` gives the bytes of a file. */
function wrongBinaries(targets, files, read) {
  const inside = targets.flatMap((target) => files.filter((file) => nameOf(file) === target.file).flatMap((file) => wrongWith(target, read(file)).map((what) => `${file} ${what}.`)))
  return [...wrongNumbers(targets, files), ...wrongPlaces(targets, files), ...inside]
}

/** All addons below a folder. */
function addonsIn(folder) {
  const names = fs.existsSync(folder) ? fs.readdirSync(folder, { encoding: 'utf8', recursive: true }) : []
  return names.filter((name) => name.endsWith('.node')).sort()
}

/** The gates for what lies in a folder. */
function checkFolder(targets, folder) {
  return wrongBinaries(targets, addonsIn(folder), (file) => fs.readFileSync(path.join(folder, file)))
}

module.exports = { addonsIn, checkFolder, wrongBinaries }
