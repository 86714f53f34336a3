import { closeSync, existsSync, openSync, readSync, statSync } from 'node:fs'
import { resolve } from 'node:path'
import { ROOT } from './root'

const NAME = 'playwright-genesys'
const HEADER = 64
/** The magic number, 64 bits, little-endian. */
const ELF = [0x7f454c46, 0x0201] as const

interface Sizes { size: number; told: number }

/** How long an ELF file is at least, from its first bytes: the table of sections stands at its end. */
export function lengthTold(header: Uint8Array): number {
  if (header.length < HEADER) return 0
  const view = new DataView(header.buffer, header.byteOffset)
  if (view.getUint32(0) !== ELF[0] || view.getUint16(4) !== ELF[1]) return 0
  return Number(view.getBigUint64(40, true)) + view.getUint16(58, true) * view.getUint16(60, true)
}

/** What it should have at least, and whether it has so much: a second read takes a tenth of the time of a first stat. */
function lookedInto(file: string): { told: number; isWhole: boolean } {
  const [header, handle] = [new Uint8Array(HEADER), openSync(file, 'r')]
  try {
    const told = lengthTold(header.subarray(0, readSync(handle, header, 0, HEADER, 0)))
    return { told, isWhole: told === 0 || (Number.isSafeInteger(told) && readSync(handle, header, 0, 1, told - 1) === 1) }
  } finally {
    closeSync(handle)
  }
}

/** Nothing where it is not there, or cannot be read. */
function ifThere<T>(look: () => T): T | undefined {
  try {
    return look()
  } catch {
    return undefined
  }
}

/** The size of a file and the one that it should have at least. */
export const sizes = (file: string): Sizes | undefined => ifThere(() => ({ size: statSync(file).size, told: lookedInto(file).told }))

export const resolved = (name: string): string | undefined => ifThere(() => require.resolve(name))

/** Where the loader looks on Linux; which C library is there is not worth the time that it takes to know. */
function candidate(named: string | undefined): string | undefined {
  if (named) return resolve(ROOT, named)
  const names = ['gnu', 'musl'].map((libc) => `linux-${process.arch}-${libc}`)
  const files = names.map((name) => `${ROOT}/${NAME}.${name}.node`)
  return files.find((file) => existsSync(file)) ?? resolved(`${NAME}-${names[0]}`) ?? resolved(`${NAME}-${names[1]}`)
}

/**
 * The addon's file on Linux, which maps one that was cut off, and ends the process by a signal where it reads beyond the
 * end: no error would be seen. macOS and Windows refuse such a file themselves.
 */
export function wholeFile(): string | undefined {
  if (process.platform !== 'linux') return undefined
  const file = candidate(process.env.NAPI_RS_NATIVE_LIBRARY_PATH)
  const { told, isWhole } = (file && ifThere(() => lookedInto(file))) || { told: 0, isWhole: true }
  if (!isWhole) throw new Error(`${file} was cut off: it has ${sizes(file as string)?.size} bytes, and should have ${told}`)
  return file
}
