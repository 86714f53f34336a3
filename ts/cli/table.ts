type Row = (string | number)[]

/** Columns as wide as their widest cell. */
export function table(rows: [Row, ...Row[]]): string {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => String(row[column]).length)))
  const line = (row: Row) => row.map((cell, column) => String(cell).padEnd(widths[column] ?? 0)).join('  ').trimEnd()
  return rows.map((row) => `  ${line(row)}\n`).join('')
}
