import { parse } from 'csv-parse/sync'
import { type Issue, invalidFile, type Row } from './rows.ts'

const columns = ['id', 'input', 'expectedOutput', 'expectedFindings', 'tags'] as const
/** Findings are separated by line breaks within a cell, tags by commas. */
const listOf = (cell: string, by: RegExp) =>
  cell
    .split(by)
    .map(part => part.trim())
    .filter(Boolean)

/** Rows of a CSV file (RFC 4180) whose first line names the columns. Throws 422 that names every broken row by its line. */
export function readCsv(text: string): Row[] {
  const issues: Issue[] = []
  let header: string[] = []
  const found: { record: Record<string, string>; info: { lines: number } }[] = parse(text, {
    columns: (names: string[]) => {
      header = names.map(name => name.trim())
      return header
    },
    ...{ bom: true, info: true, skip_empty_lines: true, max_record_size: 1_000_000 },
    skip_records_with_error: true,
    on_skip: error => {
      const open = error?.code === 'CSV_QUOTE_NOT_CLOSED'
      const line = open ? lineOfOpenQuote(text) : Number(error?.lines ?? 0)
      issues.push({ line, message: reasonOf(error?.code, error?.message ?? 'It cannot be read.') })
      return undefined
    },
  })
  const strange = header.filter(name => !columns.includes(name as 'id'))
  for (const name of strange)
    issues.push({ line: 1, message: `There is no column ${name}; there are ${columns.join(', ')}.` })
  for (const name of columns)
    if (header.indexOf(name) !== header.lastIndexOf(name))
      issues.push({ line: 1, message: `The column ${name} appears twice; only one can be meant.` })
  for (const name of ['id', 'input'])
    if (!header.includes(name)) issues.push({ line: 1, message: `The column ${name} is missing.` })
  if (issues.length > 0) throw invalidFile(issues)
  return found.map(({ record, info }) => ({
    // The last line of the record, because a cell may have several lines.
    line: info.lines,
    value: {
      ...{ id: record.id, input: record.input },
      ...(record.expectedOutput ? { expectedOutput: record.expectedOutput } : {}),
      ...(record.expectedFindings ? { expectedFindings: listOf(record.expectedFindings, /\r?\n/) } : {}),
      ...(record.tags ? { tags: listOf(record.tags, /,/) } : {}),
    },
  }))
}

/** The line on which the unclosed quote was opened: the file ends far after it. */
function lineOfOpenQuote(text: string): number {
  let [line, opened, open, atStart] = [1, 1, false, true]
  for (let at = 0; at < text.length; at++) {
    const char = text[at]
    if (char === '\n') line++
    if (open && char === '"' && text[at + 1] === '"') at++
    else if (char === '"' && (open || atStart)) {
      open = !open
      if (open) opened = line
    }
    atStart = char === ',' || char === '\n'
  }
  return opened
}

function reasonOf(code: string | undefined, message: string): string {
  if (code === 'CSV_QUOTE_NOT_CLOSED') return 'A quote is opened and never closed.'
  if (code === 'CSV_INVALID_CLOSING_QUOTE') return 'After a closing quote there must be a comma or the end of the line.'
  if (code === 'INVALID_OPENING_QUOTE') return 'There is a quote within a cell that does not begin with one.'
  if (code?.startsWith('CSV_RECORD_INCONSISTENT')) return 'It does not have the same number of cells as the first line.'
  return message.slice(0, 300)
}
