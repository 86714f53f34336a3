/** The oldest glibc that the published addons run on. */
const OLDEST_GLIBC = '2.17'

const numbers = (version) => version.split('.').map(Number)

/** Below zero where the first version is older. */
function compareVersions(one, other) {
  const [a, b] = [numbers(one), numbers(other)]
  const at = a.findIndex((number, index) => number !== (b[index] ?? 0))
  if (at >= 0) return a[at] - (b[at] ?? 0)
  return a.length - b.length
}

/** The newest version of glibc that a text names, be it a message of the linker or a list of symbols' versions. */
function newestGlibc(text) {
  const named = [...text.matchAll(/\bGLIBC_(\d+(?:\.\d+)+)/g)].map(([, version]) => version)
  return named.sort(compareVersions).at(-1)
}

export { OLDEST_GLIBC, compareVersions, newestGlibc }
