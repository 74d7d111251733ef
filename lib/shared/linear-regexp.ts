import { RE2JS } from 're2js'

/** Longest expression that is taken. */
const maxPattern = 1_000

/**
 * A pattern in RE2's syntax, or what is wrong with it. RE2 takes time in proportion to the text whatever the pattern, so
 * that neither a clumsy pattern nor a hostile text can stop the process; it knows no look-around and no back references.
 */
export function compilePattern(source: string, caseSensitive = false): RE2JS | { wrong: string } {
  if (source.length > maxPattern) return { wrong: `longer than ${maxPattern} characters` }
  try {
    return RE2JS.compile(source, caseSensitive ? 0 : RE2JS.CASE_INSENSITIVE)
  } catch (error) {
    return { wrong: error instanceof Error ? error.message : 'not a pattern' }
  }
}
