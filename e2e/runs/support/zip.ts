import { inflateRawSync } from 'node:zlib'

const END_SIGNATURE = 0x06054b50
const DEFLATED = 8

/** The files of a ZIP archive by name, as texts. Enough for what Playwright writes: no ZIP64, no encryption. */
export function unzipped(archive: Buffer): Map<string, string> {
  const end = archive.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]))
  if (end < 0 || archive.readUInt32LE(end) !== END_SIGNATURE) throw new Error('no ZIP archive')
  const files = new Map<string, string>()
  let at = archive.readUInt32LE(end + 16)
  for (let left = archive.readUInt16LE(end + 10); left > 0; left--) {
    const [nameLength, extraLength, noteLength] = [28, 30, 32].map((offset) => archive.readUInt16LE(at + offset)) as [number, number, number]
    const name = archive.toString('utf8', at + 46, at + 46 + nameLength)
    files.set(name, contentOf(archive, at).toString('utf8'))
    at += 46 + nameLength + extraLength + noteLength
  }
  return files
}

function contentOf(archive: Buffer, entry: number): Buffer {
  const [method, size, local] = [archive.readUInt16LE(entry + 10), archive.readUInt32LE(entry + 20), archive.readUInt32LE(entry + 42)]
  const start = local + 30 + archive.readUInt16LE(local + 26) + archive.readUInt16LE(local + 28)
  const bytes = archive.subarray(start, start + size)
  return method === DEFLATED ? inflateRawSync(bytes) : bytes
}
