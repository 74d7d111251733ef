/** A table as CSV (RFC 4180). Unknown is an empty field; a text that a spreadsheet would run as a formula is quoted with an apostrophe. */
export function csvText(head: readonly string[], rows: readonly (readonly (string | number | null)[])[]): string {
  return [head, ...rows].map(row => `${row.map(field).join(',')}\r\n`).join('')
}

function field(value: string | number | null): string {
  if (value === null) return ''
  if (typeof value === 'number') return String(value)
  const safe = /^[=+\-@\t\r]/.test(value) && !isNumber(value) ? `'${value}` : value
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** Money and other decimal strings stay numbers. */
const isNumber = (text: string) => /^-?\d+(\.\d+)?$/.test(text)

/** The name of a file from a title. */
export const csvName = (title: string) => `${title.toLowerCase().replaceAll(/\W+/g, '-')}.csv`

/** Saves a text as a file, from memory: nothing is asked of the server. */
export function saveText(name: string, text: string, type = 'text/csv'): void {
  const url = URL.createObjectURL(new Blob([text], { type }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), 10_000)
}
