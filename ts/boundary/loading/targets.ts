import { PACKAGE } from '../package'
import type { System } from './here'

const { binaryName, targets } = PACKAGE.napi

const ARCHITECTURES: Record<string, string> = { x86_64: 'x64', aarch64: 'arm64' }
const PLATFORMS: Record<string, string> = { linux: 'linux', darwin: 'darwin', windows: 'win32' }

/** What the last word of a target says: the C library on Linux, the compiler's on Windows. */
const ABIS: Record<string, string> = { gnu: 'gnu', musl: 'musl', msvc: 'msvc' }

/** A target of Rust in the words of Node.js, and the names that its package and its file have. */
function parsed(triple: string) {
  const [cpu = '', , system = '', abi = ''] = triple.split('-')
  const [platform, arch] = [PLATFORMS[system], ARCHITECTURES[cpu]]
  const name = [platform, arch, ABIS[abi]].filter(Boolean).join('-')
  const libc = platform === 'linux' ? ABIS[abi] : undefined
  return { triple, platform, arch, libc, name, packageName: `${binaryName}-${name}`, file: `${binaryName}.${name}.node` }
}

export type Target = ReturnType<typeof parsed>

/** Every target that there is an addon for. */
export const TARGETS: readonly Target[] = targets.map(parsed)

/** The target for a system; nothing where there is none. */
export function targetFor({ platform, arch, libc }: System): Target | undefined {
  return TARGETS.find((target) => target.platform === platform && target.arch === arch && target.libc === libc)
}
