/** The oldest glibc that the published addons run on. */
export const OLDEST_GLIBC = '2.17'

const numbers = (version: string) => version.split('.').map(Number)

/** Below zero where the first version is older. */
export function compareVersions(one: string, other: string): number {
  const [a, b] = [numbers(one), numbers(other)]
  const at = a.findIndex((number, index) => number !== (b[index] ?? 0))
  if (at >= 0) return (a[at] ?? 0) - (b[at] ?? 0)
  return a.length - b.length
}

/** The newest version of glibc that a text names, be it a message of the linker or a list of symbols' versions. */
export function newestGlibc(text: string): string | undefined {
  const named = [...text.matchAll(/\bGLIBC_(\d+(?:\.\d+)+)/g)].map(([, version = '']) => version)
  return named.sort(compareVersions).at(-1)
}
