/**
 * Scenarios and criteria in the form of their rows. What a row has no field for (trajectory, scorer) stays as it was.
 */
interface ScenarioRow {
  id: string
  /** As text; any other JSON value as JSON. */
  input: string
  /** The input is not text, so it is edited as JSON. */
  isJson: boolean
  findings: string
  tags: string[]
  rest: Record<string, unknown>
}

const strings = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : [])
const textOf = (value: unknown) => (value === undefined ? '' : String(value))

/** The findings of a text with one finding per line. */
export const findingsOf = (text: string): string[] =>
  text
    .split('\n')
    .map(line => line.trim())
    .filter(Boolean)

export const scenarioRows = {
  fresh: { id: '', input: '', isJson: false, findings: '', tags: [], rest: {} } satisfies ScenarioRow as ScenarioRow,
  read: (stored: readonly Record<string, unknown>[]): ScenarioRow[] =>
    stored.map(({ id, input, expectedFindings, tags, ...rest }) => {
      const isJson = typeof input !== 'string' && input !== undefined
      return {
        ...{ id: textOf(id), input: isJson ? JSON.stringify(input, null, 2) : textOf(input), isJson },
        ...{ findings: strings(expectedFindings).join('\n'), tags: strings(tags), rest },
      }
    }),
  write: (rows: readonly ScenarioRow[]) =>
    rows.map(({ id, input, isJson, findings, tags, rest }) => {
      const lines = findingsOf(findings)
      return {
        ...{ id: id.trim(), input: isJson ? JSON.parse(input) : input },
        ...(lines.length > 0 ? { expectedFindings: lines } : {}),
        ...(tags.length > 0 ? { tags } : {}),
        ...rest,
      }
    }),
  textOf: ({ id, input, findings, tags }: ScenarioRow) => [id, input, findings, ...tags].join(' '),
}

interface CriterionRow {
  name: string
  weight: string
  threshold: string
  /** How Holdpoint scores it. Empty: scores are reported. */
  scorer: string
  rest: Record<string, unknown>
}

/** What is not a number is sent unchanged, so that the server names the field instead of leaving it out. */
const numberOf = (typed: string) => {
  const value = Number(typed.replace(',', '.'))
  return Number.isNaN(value) ? typed : value
}
const scorerOf = ({ scorer }: Record<string, unknown>) =>
  scorer !== null && typeof scorer === 'object' && 'kind' in scorer ? String(scorer.kind) : ''

export const criterionRows = {
  fresh: { name: '', weight: '1', threshold: '', scorer: '', rest: {} } satisfies CriterionRow as CriterionRow,
  read: (stored: readonly Record<string, unknown>[]): CriterionRow[] =>
    stored.map(({ name, weight, threshold, ...rest }) => ({
      ...{ name: textOf(name), weight: textOf(weight), threshold: textOf(threshold), scorer: scorerOf(rest), rest },
    })),
  write: (rows: readonly CriterionRow[]) =>
    rows.map(({ name, weight, threshold, rest }) => ({
      name: name.trim(),
      ...(weight.trim() === '' ? {} : { weight: numberOf(weight) }),
      ...(threshold.trim() === '' ? {} : { threshold: numberOf(threshold) }),
      ...rest,
    })),
}
