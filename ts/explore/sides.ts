/** One line of two lists beside each other: what stands on one side only has nothing on the other. */
export interface Row<T> { left?: T; right?: T; isParting: boolean }

/** More of one list are not compared: what follows stands on its own side. */
const MOST = 600

/** How long the longest common rest is, from each place of both. */
function commonRests(left: readonly string[], right: readonly string[]): number[][] {
  const rests = Array.from({ length: left.length + 1 }, () => Array<number>(right.length + 1).fill(0))
  const at = (i: number, j: number) => rests[i]?.[j] ?? 0
  for (let i = left.length - 1; i >= 0; i -= 1) {
    const row = rests[i] ?? []
    for (let j = right.length - 1; j >= 0; j -= 1) row[j] = left[i] === right[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1))
  }
  return rests
}

/** Two lists beside each other, what both have on one line, and the first line marked where they part. */
export function beside<T>(left: readonly T[], right: readonly T[], keyOf: (one: T) => string): Row<T>[] {
  const [a, b] = [left, right].map((side) => side.slice(0, MOST).map(keyOf)) as [string[], string[]]
  const rests = commonRests(a, b)
  const rows: Omit<Row<T>, 'isParting'>[] = []
  let [i, j] = [0, 0]
  const takeLeft = () => { rows.push({ left: left[i] as T }); i += 1 }
  const takeRight = () => { rows.push({ right: right[j] as T }); j += 1 }
  while (i < left.length || j < right.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      rows.push({ left: left[i] as T, right: right[j] as T })
      i += 1
      j += 1
    } else if (j >= right.length || (i < left.length && (rests[i + 1]?.[j] ?? 0) >= (rests[i]?.[j + 1] ?? 0))) takeLeft()
    else takeRight()
  }
  const parting = rows.findIndex((row) => !('left' in row && 'right' in row))
  return rows.map((row, index) => ({ ...row, isParting: index === parting }))
}
