import { closeSync, existsSync, fstatSync, openSync, readSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { ROOT } from './root'

const NAME = 'playwright-genesys'
const HEADER = 64
const ELF_64_LITTLE = Buffer.from([0x7f, 0x45, 0x4c, 0x46, 2, 1])

interface Sizes { size: number; told: number }

/** How long an ELF file is at least, from its first bytes: the table of sections stands at its end. */
export function lengthTold(header: Buffer): number {
  if (header.length < HEADER || !header.subarray(0, ELF_64_LITTLE.length).equals(ELF_64_LITTLE)) return 0
  return Number(header.readBigUInt64LE(40)) + header.readUInt16LE(58) * header.readUInt16LE(60)
}

function sizesOf(file: string): Sizes {
  const header = Buffer.alloc(HEADER)
  const handle = openSync(file, 'r')
  try {
    const read = readSync(handle, header, 0, HEADER, 0)
    return { size: fstatSync(handle).size, told: lengthTold(header.subarray(0, read)) }
  } finally {
    closeSync(handle)
  }
}

/** The size of a file and the one that it should have at least; nothing where it cannot be read. */
export function sizes(file: string): Sizes | undefined {
  try {
    return sizesOf(file)
  } catch {
    return undefined
  }
}

export function resolved(name: string): string | undefined {
  try {
    return require.resolve(name)
  } catch {
    return undefined
  }
}

/** Where the loader looks on Linux; which C library is there is not worth the time that it takes to know. */
function candidate(named: string | undefined): string | undefined {
  if (named) return resolve(ROOT, named)
  const names = ['gnu', 'musl'].map((libc) => `linux-${process.arch}-${libc}`)
  const files = names.map((name) => join(ROOT, `${NAME}.${name}.node`))
  return files.find((file) => existsSync(file)) ?? resolved(`${NAME}-${names[0]}`) ?? resolved(`${NAME}-${names[1]}`)
}

/**
 * The addon's file on Linux, which maps one that was cut off, and ends the process by a signal where it reads beyond the
 * end: no error would be seen. macOS and Windows refuse such a file themselves.
 */
export function wholeFile(): string | undefined {
  if (process.platform !== 'linux') return undefined
  const file = candidate(process.env.NAPI_RS_NATIVE_LIBRARY_PATH)
  const { size, told } = (file && sizes(file)) || { size: 0, told: 0 }
  if (size < told) throw new Error(`${file} was cut off: it has ${size} bytes, and should have ${told}`)
  return file
}
