import type { System } from './here'

const ELF_MACHINES = new Map([[62, 'x64'], [183, 'arm64'], [3, 'ia32'], [40, 'arm']])
const MACHO_MACHINES = new Map([[0x01000007, 'x64'], [0x0100000c, 'arm64']])
const PE_MACHINES = new Map([[0x8664, 'x64'], [0xaa64, 'arm64'], [0x14c, 'ia32']])

const ELF = 0x464c457f
const MACHO_64 = 0xfeedfacf
const MZ = 0x5a4d
const PE = 0x00004550

const arch = (machines: ReadonlyMap<number, string>, value: number) => machines.get(value) ?? 'unknown'

function peImage(bytes: Buffer): System | undefined {
  if (bytes.length < 64) return undefined
  const at = bytes.readUInt32LE(60)
  if (at + 6 > bytes.length || bytes.readUInt32LE(at) !== PE) return undefined
  return { platform: 'win32', arch: arch(PE_MACHINES, bytes.readUInt16LE(at + 4)) }
}

/**
 * The system that a library is made for, from its first bytes: Linux libraries are ELF, those of macOS Mach-O, those of
 * Windows PE. Nothing where it is none of these.
 */
export function imageOf(bytes: Buffer): System | undefined {
  if (bytes.length < 20) return undefined
  if (bytes.readUInt32LE(0) === ELF) return { platform: 'linux', arch: arch(ELF_MACHINES, bytes.readUInt16LE(18)) }
  if (bytes.readUInt32LE(0) === MACHO_64) return { platform: 'darwin', arch: arch(MACHO_MACHINES, bytes.readUInt32LE(4)) }
  return bytes.readUInt16LE(0) === MZ ? peImage(bytes) : undefined
}
