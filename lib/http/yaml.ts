import { LineCounter, parseDocument } from 'yaml'
import { badRequest, invalid } from '#lib/shared/problem.ts'

/** A text of either language as JSON, so that everything after it reads one. Throws 400 that names line and column. */
export function jsonOfYaml(text: string): string {
  if (text.trimStart().startsWith('{') && isJson(text)) return text
  const lineCounter = new LineCounter()
  const document = parseDocument(text, {
    lineCounter,
    prettyErrors: false,
    version: '1.2',
    uniqueKeys: true,
    stringKeys: true,
  })
  const [error] = [...document.errors, ...document.warnings]
  if (error) {
    const { line, col } = lineCounter.linePos(error.pos[0])
    throw badRequest(`The body is not YAML: line ${line}, column ${col}: ${error.message}`, 'body')
  }
  return JSON.stringify(readValue(document), (name, value) => kept(name, value))
}

function readValue(document: ReturnType<typeof parseDocument>): unknown {
  try {
    // A few aliases that name one another may stand for more values than there is memory.
    return document.toJS({ maxAliasCount: 100 })
  } catch (error) {
    throw badRequest(`The body is not YAML: ${error instanceof Error ? error.message : 'it cannot be read'}`, 'body')
  }
}

/** JSON cannot express these numbers: they would become null, or another number. */
function kept(name: string, value: unknown): unknown {
  if (
    typeof value !== 'number' ||
    (Number.isFinite(value) && (!Number.isInteger(value) || Number.isSafeInteger(value)))
  )
    return value
  throw invalid(`${name}: ${value} is not a number that can be stored exactly; write it as a string.`, 'body')
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
