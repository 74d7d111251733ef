import type { PreparedChart } from './prepare.ts'

/**
 * A chart as CSV (RFC 4180): every figure in full, times in UTC, unknown as an empty field. A name that a spreadsheet
 * would run as a formula is quoted with an apostrophe.
 */
export function chartCsv({ points, series, bucketMs }: PreparedChart): string {
  const head = ['from', 'to', ...series.map(each => field(each.label)), 'still filling']

  const lines = points.map(({ at, filling, values }) =>
    [
      new Date(at).toISOString(),
      new Date(at + bucketMs).toISOString(),
      ...series.map(({ key }) => values[key] ?? ''),
      filling ? 'yes' : 'no',
    ].join(','),
  )
  return `${[head.join(','), ...lines].join('\r\n')}\r\n`
}

function field(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** Saves a text as a file, from memory: nothing is asked of the server. */
export function saveText(name: string, text: string, type = 'text/csv'): void {
  const url = URL.createObjectURL(new Blob([text], { type }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), 10_000)
}
