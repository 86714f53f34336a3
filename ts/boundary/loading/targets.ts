import { PACKAGE } from '../package'

const { binaryName, targets } = PACKAGE.napi

const ARCHITECTURES = { x86_64: 'x64', aarch64: 'arm64' }
const PLATFORMS = { linux: 'linux', darwin: 'darwin', windows: 'win32' }

/** What the last word of a target says: the C library on Linux, the compiler's on Windows. */
const ABIS = { gnu: 'gnu', musl: 'musl', msvc: 'msvc' }

/** A target of Rust in the words of Node.js, and the names that its package and its file have. */
function parsed(triple) {
  const [cpu, , system, abi] = triple.split('-')
  const [platform, arch] = [PLATFORMS[system], ARCHITECTURES[cpu]]
  const name = [platform, arch, ABIS[abi]].filter(Boolean).join('-')
  const libc = platform === 'linux' ? ABIS[abi] : undefined
  return { triple, platform, arch, libc, name, packageName: `${binaryName}-${name}`, file: `${binaryName}.${name}.node` }
}

/** Every target that there is an addon for. */
const TARGETS = targets.map(parsed)

/** The target for a system; nothing where there is none. */
function targetFor({ platform, arch, libc }) {
  return TARGETS.find((target) => target.platform === platform && target.arch === arch && target.libc === libc)
}

export { TARGETS, targetFor }
