'use strict'

const { OLDEST_GLIBC, compareVersions, newestGlibc } = require('../../build/boundary/loading/glibc')
const { described } = require('../../build/boundary/loading/here')
const { imageOf } = require('../../build/boundary/loading/image')
const { lengthTold } = require('../../build/boundary/loading/whole')
const { BrokenImage, readElf } = require('./elf')

/** A stripped release build has about 9 MB; with symbols, or as a debug build, it has several times that. */
const LARGEST = 16_000_000

const GLIBC_ONLY = /^(?:libc\.so\.6|ld-linux)/
const MUSL_ONLY = /^(?:libc\.so$|libc\.musl-|ld-musl-)/

/** Which C library a library was linked for; nothing where it asks for none. */
function libcOf({ needed, versions }) {
  if (newestGlibc(versions.join(' ')) !== undefined || needed.some((name) => GLIBC_ONLY.test(name))) return 'gnu'
  return needed.some((name) => MUSL_ONLY.test(name)) ? 'musl' : undefined
}

function wrongOnLinux(target, bytes) {
  const asked = readElf(bytes)
  const libc = libcOf(asked)
  if (libc !== undefined && libc !== target.libc) return [`is linked for ${libc}, and not for ${target.libc}`]
  const newest = newestGlibc(asked.versions.join(' '))
  const isTooNew = newest !== undefined && compareVersions(newest, OLDEST_GLIBC) > 0
  return isTooNew ? [`needs glibc ${newest}; it may need ${OLDEST_GLIBC} at most`] : []
}

/** The name stands in the table of imports where the runtime is not linked in. */
function wrongOnWindows(_target, bytes) {
  return /VCRUNTIME\d+\.dll/i.test(bytes.toString('latin1')) ? ['needs the Visual C++ runtime, which not every Windows has'] : []
}

const MORE = { linux: wrongOnLinux, win32: wrongOnWindows }

function wrongInside(target, bytes) {
  try {
    return MORE[target.platform]?.(target, bytes) ?? []
  } catch (error) {
    if (error instanceof BrokenImage) return [`is damaged: ${error.message}`]
    throw error
  }
}

/** What is wrong with the binary of a target, in words that go on from its name. */
function wrongWith(target, bytes) {
  const image = imageOf(bytes)
  if (image === undefined) return ['is no library']
  if (image.platform !== target.platform || image.arch !== target.arch) {
    return [`is made for ${described(image)}, and not for ${described({ platform: target.platform, arch: target.arch })}`]
  }
  if (bytes.length < lengthTold(bytes)) return ['is damaged: it ends too early']
  const large = bytes.length > LARGEST ? [`has ${(bytes.length / 1e6).toFixed(1)} MB, and was not stripped`] : []
  return [...large, ...wrongInside(target, bytes)]
}

module.exports = { LARGEST, wrongWith }
