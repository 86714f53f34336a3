'use strict'

const { elf } = require('./images')

const [LOAD, DYNAMIC] = [1, 2]
const DT = { NEEDED: 1, STRTAB: 5, VERNEED: 0x6ffffffe, VERNEEDNUM: 0x6fffffff }
const ADDRESS = 0x10000
const PLACES = { headers: 64, dynamic: 512, versions: 2048, strings: 3072 }
const SIZE = 4096

function writeHeader(bytes, index, { type, offset, size }) {
  const at = PLACES.headers + index * 56
  bytes.writeUInt32LE(type, at)
  bytes.writeBigUInt64LE(BigInt(offset), at + 8)
  bytes.writeBigUInt64LE(BigInt(ADDRESS + offset), at + 16)
  bytes.writeBigUInt64LE(BigInt(size), at + 32)
}

/** Puts names one after the other; gives where each one begins. */
function writeNames(bytes, names) {
  let at = 1
  return names.map((name) => {
    bytes.write(`${name}\0`, PLACES.strings + at, 'latin1')
    at += name.length + 1
    return at - name.length - 1
  })
}

/** One library, with a version of a symbol after the other. */
function writeVersions(bytes, names) {
  bytes.writeUInt16LE(names.length, PLACES.versions + 2)
  bytes.writeUInt32LE(16, PLACES.versions + 8)
  names.forEach((name, index) => {
    const at = PLACES.versions + 16 + index * 16
    bytes.writeUInt32LE(name, at + 8)
    bytes.writeUInt32LE(index === names.length - 1 ? 0 : 16, at + 12)
  })
}

function writeDynamic(bytes, entries) {
  entries.forEach(([tag, value], index) => {
    bytes.writeBigUInt64LE(BigInt(tag), PLACES.dynamic + index * 16)
    bytes.writeBigUInt64LE(BigInt(value), PLACES.dynamic + index * 16 + 8)
  })
}

/** A library for Linux that needs these libraries, and these versions of their symbols; it has no code. */
function elfLibrary({ machine, needed = [], versions = [] }) {
  const bytes = elf(machine, { size: SIZE })
  bytes.writeBigUInt64LE(BigInt(PLACES.headers), 32)
  bytes.writeUInt16LE(56, 54)
  bytes.writeUInt16LE(2, 56)
  writeHeader(bytes, 0, { type: LOAD, offset: 0, size: SIZE })
  writeHeader(bytes, 1, { type: DYNAMIC, offset: PLACES.dynamic, size: 1024 })
  const names = writeNames(bytes, [...needed, ...versions])
  writeVersions(bytes, names.slice(needed.length))
  writeDynamic(bytes, [
    ...names.slice(0, needed.length).map((name) => [DT.NEEDED, name]),
    [DT.STRTAB, ADDRESS + PLACES.strings],
    ...(versions.length > 0 ? [[DT.VERNEED, ADDRESS + PLACES.versions], [DT.VERNEEDNUM, 1]] : []),
  ])
  return bytes
}

module.exports = { PLACES, elfLibrary }
