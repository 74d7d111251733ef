import type { Subject } from './schemas.ts'

const longest = 300

/** Arguments in one line for a list: values in order, cut where the row ends anyway. */
export function summary(args: unknown): string {
  if (typeof args !== 'object' || args === null) return String(args)
  let text = ''
  for (const [name, value] of Object.entries(args)) {
    if (text.length > longest) break
    const part = typeof value === 'string' ? value.slice(0, longest + 1) : `${name}: ${JSON.stringify(value)}`
    text += text === '' ? part : ` · ${part}`
  }
  return text.slice(0, longest).toWellFormed()
}

/** The same from the beginning of a subject's canonical text, whose arguments stand second; for what is too large to be read whole. */
export function summaryOfCut(subjectHead: string): string {
  const name = '"arguments":' satisfies `"${keyof Subject}":`
  return subjectHead
    .slice(subjectHead.indexOf(name) + name.length)
    .slice(0, longest)
    .toWellFormed()
}
