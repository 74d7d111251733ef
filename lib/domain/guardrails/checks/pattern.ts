import type { RE2JS } from 're2js'
import type { Finding } from './finding.ts'

/** Places of one pattern that are named; more of them change nothing about the answer. */
const mostFindings = 200

/** Where the pattern matches; a match of nothing is none. */
export function findPattern(text: string, pattern: RE2JS, name: string): Finding[] {
  const matcher = pattern.matcher(text)
  const findings: Finding[] = []
  while (findings.length < mostFindings && matcher.find()) {
    const [from, to] = [matcher.start(), matcher.end()]
    if (to > from) findings.push({ name, from, to })
  }
  return findings
}
