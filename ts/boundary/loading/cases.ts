import { OLDEST_GLIBC, compareVersions, newestGlibc } from './glibc'
import type { Facts } from './facts'
import { type System, described } from './here'
import type { AddonFile } from './place'
import { install, reinstall } from './repair'
import { TARGETS } from './targets'

/** How the linker of one C library names what only the other one has. */
const NEEDS_GLIBC = /GLIBC_|ld-linux-|libc\.so\.6/
const NEEDS_MUSL = /ld-musl-|libc\.musl-/

/** Node.js itself, where its permission model is on. */
const NOT_ALLOWED = /loading addons is disabled/

const isFor = (image: System | undefined, { platform, arch }: System) => image?.platform === platform && image.arch === arch
const isTooOld = ({ libc, glibc = '' }: System) => libc === 'gnu' && compareVersions(glibc, OLDEST_GLIBC) < 0
const listed = () => TARGETS.map(({ name }) => name).join(', ')

/** What is known to go wrong, the first that fits counts: what it is, and what to do. */
interface Case<S> {
  fits(seen: S): boolean
  what(seen: S): string
  hint(seen: S): string
}
type Seen = Facts & { isEmpty: boolean; reason: string }

/** Nothing is there that could be loaded. */
const ABSENT: Case<Seen>[] = [
  {
    fits: ({ named }) => named !== undefined,
    what: ({ named }) => `NAPI_RS_NATIVE_LIBRARY_PATH names ${named}, which is not there.`,
    hint: reinstall,
  },
  {
    fits: ({ target }) => target === undefined,
    what: () => `There is none for this system, but for ${listed()}.`,
    hint: () => 'Build from source: "npm run build" in a clone of the repository; docs/platforms.md says more.',
  },
  {
    fits: ({ isClone }) => isClone,
    what: () => 'This is a clone of the repository, in which it was not built.',
    hint: () => 'Run "npm run build"; Rust by rustup is needed.',
  },
  {
    fits: ({ isEmpty }) => isEmpty,
    what: ({ target }) => `${target?.packageName} is installed without its addon.`,
    hint: reinstall,
  },
  {
    fits: ({ others }) => others.length > 0,
    what: ({ others }) => `The package is not installed, but ${others.join(', ')} is: node_modules was made for another system.`,
    hint: reinstall,
  },
  {
    fits: () => true,
    what: () => 'The package is not installed.',
    hint: install,
  },
]

/** A file is there, and was not loaded. */
const PRESENT: Case<Seen & { addon: AddonFile }>[] = [
  {
    fits: ({ addon }) => addon.image === undefined || addon.size < addon.told,
    what: ({ addon }) => `${addon.file}, ${addon.size} bytes, is damaged.`,
    hint: reinstall,
  },
  {
    fits: ({ addon, here }) => !isFor(addon.image, here),
    what: ({ addon, here }) => `${addon.file} is made for ${addon.image && described(addon.image)}, and this Node.js for ${here.platform} ${here.arch}.`,
    hint: reinstall,
  },
  {
    fits: ({ reason }) => NOT_ALLOWED.test(reason),
    what: () => "Node.js' permission model is on, and allows no addons.",
    hint: () => 'Start Node.js with --allow-addons as well.',
  },
  {
    fits: ({ here, reason }) => here.libc === 'musl' && NEEDS_GLIBC.test(reason),
    what: ({ addon }) => `${addon.file} is made for glibc, and this system has musl.`,
    hint: reinstall,
  },
  {
    fits: ({ here, reason }) => here.libc === 'gnu' && NEEDS_MUSL.test(reason),
    what: ({ addon }) => `${addon.file} is made for musl, and this system has glibc.`,
    hint: reinstall,
  },
  {
    fits: ({ here, reason }) => isTooOld(here) && newestGlibc(reason) !== undefined,
    what: ({ here }) => `The glibc of this system is ${here.glibc}; ${OLDEST_GLIBC} or newer is needed.`,
    hint: () => 'Use a newer system: docs/platforms.md of the repository lists the oldest ones.',
  },
  {
    fits: ({ reason }) => newestGlibc(reason) !== undefined,
    what: ({ addon, here, reason }) => `${addon.file} needs glibc ${newestGlibc(reason)}, and this system has ${here.glibc}: it was built on a newer one.`,
    hint: reinstall,
  },
  {
    fits: () => true,
    what: ({ addon }) => `${addon.file} is there, and was refused.`,
    hint: reinstall,
  },
]

interface Judgement { message: string; hint: string }

/** The last case fits everything. */
function told<S>(cases: Case<S>[], seen: S) {
  const found = cases.find(({ fits }) => fits(seen)) as Case<S>
  return { what: found.what(seen), hint: found.hint(seen) }
}

/** Why the addon could not be loaded, and what to do about it, from what was seen. */
export function judge({ addon, ...facts }: Seen): Judgement {
  const { what, hint } = addon === undefined ? told(ABSENT, { ...facts, addon }) : told(PRESENT, { ...facts, addon })
  const expected = facts.target === undefined ? '' : `, ${facts.target.packageName},`
  const title = `The native addon for ${described(facts.here)}${expected} could not be loaded.`
  return { message: `${title} ${what}\nCause: ${facts.reason}`, hint }
}

/** Wrapper and addon belong together: nothing may cross between two versions. */
export function judgeVersions(facts: Facts & { wrapper: string; version: string | undefined }): Judgement {
  const { wrapper, version } = facts
  const found = version === undefined ? 'an addon that tells no version' : `an addon of version ${version}`
  return { message: `playwright-genesys ${wrapper} found ${found}; both must be ${wrapper}.`, hint: reinstall(facts) }
}
