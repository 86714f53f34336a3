'use strict'

// What a Linux library asks of the system: from the part that the linker reads, never from the sections, which
// nobody checks. Bytes are taken for hostile: every count has an end, and what lies outside of the file is an error.

const PT_LOAD = 1
const PT_DYNAMIC = 2
const DT = { NEEDED: 1, STRTAB: 5, VERNEED: 0x6ffffffe, VERNEEDNUM: 0x6fffffff }
const MOST = { headers: 256, entries: 4096, versions: 4096, name: 1024 }

/** How Node.js says that something was read outside of the bytes. */
const OUTSIDE = new Set(['ERR_OUT_OF_RANGE', 'ERR_BUFFER_OUT_OF_BOUNDS'])

class BrokenImage extends Error {}

const number = (bytes, at) => {
  const value = bytes.readBigUInt64LE(at)
  if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw new BrokenImage('a number in it is too large')
  return Number(value)
}

function programHeaders(bytes) {
  const [at, length, count] = [number(bytes, 32), bytes.readUInt16LE(54), bytes.readUInt16LE(56)]
  if (length < 56 || count > MOST.headers) throw new BrokenImage('its program headers are odd')
  return Array.from({ length: count }, (_none, index) => {
    const start = at + index * length
    const [offset, address, size] = [8, 16, 32].map((field) => number(bytes, start + field))
    return { type: bytes.readUInt32LE(start), offset, address, size }
  })
}

/** Where an address of the running library lies in the file. */
function offsetOf(headers, address) {
  const segment = headers.find((each) => each.type === PT_LOAD && address >= each.address && address < each.address + each.size)
  if (segment === undefined) throw new BrokenImage('it points outside of itself')
  return segment.offset + (address - segment.address)
}

function dynamicEntries(bytes, headers) {
  const dynamic = headers.find(({ type }) => type === PT_DYNAMIC)
  if (dynamic === undefined) throw new BrokenImage('it is no shared library')
  const entries = []
  for (let at = dynamic.offset; at < dynamic.offset + dynamic.size && entries.length < MOST.entries; at += 16) {
    const tag = number(bytes, at)
    if (tag === 0) break
    entries.push({ tag, value: number(bytes, at + 8) })
  }
  return entries
}

function text(bytes, at) {
  const end = bytes.indexOf(0, at)
  if (at >= bytes.length || end < 0 || end - at > MOST.name) throw new BrokenImage('a name in it has no end')
  return bytes.toString('latin1', at, end)
}

/** The names of a list whose members tell how far it is to the next one. */
function* linked(bytes, from, count, nextAt) {
  for (let at = from, left = count; left > 0; left -= 1) {
    yield at
    const step = bytes.readUInt32LE(at + nextAt)
    if (step === 0) return
    at += step
  }
}

function versions(bytes, { from, count, strings }) {
  const names = []
  for (const library of linked(bytes, from, count, 12)) {
    const first = library + bytes.readUInt32LE(library + 8)
    for (const version of linked(bytes, first, bytes.readUInt16LE(library + 2), 12)) {
      names.push(text(bytes, strings + bytes.readUInt32LE(version + 8)))
      if (names.length > MOST.versions) throw new BrokenImage('its versions have no end')
    }
  }
  return names
}

function read(bytes) {
  const headers = programHeaders(bytes)
  const entries = dynamicEntries(bytes, headers)
  const value = (tag) => entries.find((each) => each.tag === tag)?.value
  const at = (tag) => (value(tag) === undefined ? undefined : offsetOf(headers, value(tag)))
  const strings = at(DT.STRTAB)
  if (strings === undefined) throw new BrokenImage('it has no names')
  const needed = entries.filter(({ tag }) => tag === DT.NEEDED).map((each) => text(bytes, strings + each.value))
  const from = at(DT.VERNEED)
  return { needed, versions: from === undefined ? [] : versions(bytes, { from, count: value(DT.VERNEEDNUM) ?? 0, strings }) }
}

/** The libraries that a 64-bit ELF file needs, and the versions of their symbols. */
function readElf(bytes) {
  if (bytes.length < 64 || bytes[4] !== 2 || bytes[5] !== 1) throw new BrokenImage('it is no 64-bit library')
  try {
    return read(bytes)
  } catch (error) {
    if (OUTSIDE.has(error.code)) throw new BrokenImage('it ends too early')
    throw error
  }
}

module.exports = { BrokenImage, readElf }
