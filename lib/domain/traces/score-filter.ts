import { type ScoreTest, scoreTest } from './score-schemas.ts'

type Add = (value: unknown) => string

/** Whether a trace `t` has a score, its own or of one of its spans, that passes. The text is valid by the list's contract. */
export function scoreCondition(text: string, add: Add): string {
  const test = scoreTest.parse(text)
  const where = ['s.project_id = t.project_id', 's.trace_id = t.trace_id', ...conditions(test, add)]
  return `exists (select from score s where ${where.join(' and ')})`
}

function conditions({ name, source, from, below, label }: ScoreTest, add: Add): string[] {
  return [
    `s.name = ${add(name)}`,
    ...(source ? [`s.source = ${add(source)}`] : []),
    ...(from === undefined ? [] : [`s.value >= ${add(from)}::float8`]),
    ...(below === undefined ? [] : [`s.value < ${add(below)}::float8`]),
    ...(label === undefined ? [] : [`s.label = ${add(label)}`]),
  ]
}
