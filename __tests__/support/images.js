'use strict'

/** The first bytes of an ELF file. */
function elf(machine, { size = 4096 } = {}) {
  const bytes = Buffer.alloc(size)
  bytes.set([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1])
  bytes.writeUInt16LE(3, 16)
  bytes.writeUInt16LE(machine, 18)
  return bytes
}

function macho(machine) {
  const bytes = Buffer.alloc(4096)
  bytes.writeUInt32LE(0xfeedfacf, 0)
  bytes.writeUInt32LE(machine, 4)
  return bytes
}

function pe(machine, at = 128) {
  const bytes = Buffer.alloc(4096)
  bytes.write('MZ')
  bytes.writeUInt32LE(at, 60)
  bytes.write('PE\0\0', at)
  bytes.writeUInt16LE(machine, at + 4)
  return bytes
}

const MACHINES = {
  elf: { x64: 62, arm64: 183, ia32: 3 },
  macho: { x64: 0x01000007, arm64: 0x0100000c },
  pe: { x64: 0x8664, arm64: 0xaa64 },
}

module.exports = { MACHINES, elf, macho, pe }
