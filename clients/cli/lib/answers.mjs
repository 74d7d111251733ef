import { writeFile } from 'node:fs/promises'
import { UsageError } from './server.mjs'

const codes = { pass: 0, fail: 1, inconclusive: 2, lacks_evidence: 2 }

export const need = (value, what) => {
  if (value === undefined || value === '') throw new UsageError(`${what} is missing.`)
  return value
}

/** A number of seconds from the options; 600 where none is named. */
export function secondsOf(wait) {
  const seconds = Number(wait ?? 600)
  if (!(seconds >= 0)) throw new UsageError('--wait takes a number of seconds.')
  return seconds
}

/** Prints a verdict of the server; the exit code that it means. */
export async function tell(verdict, { json, markdown }) {
  if (markdown !== undefined) await writeFile(markdown, verdict.markdown)
  process.stdout.write(json ? `${JSON.stringify(verdict)}\n` : verdict.markdown)
  return codes[verdict.verdict] ?? 2
}
