import { isDeepStrictEqual } from 'node:util'
import type { Scenario } from '../suites/schemas.ts'
import { most, type SuiteChanges } from './schemas.ts'

interface Version {
  rules: Readonly<Record<string, unknown>>
  scenarios: readonly Scenario[]
}

type Changes = Pick<SuiteChanges, 'rules' | 'counts' | 'added' | 'removed' | 'changed'>

/** What differs between a version and the one before, scenario by scenario. In the first version everything is new. */
export function changesBetween(before: Version | null, after: Version): Changes {
  const old = new Map((before?.scenarios ?? []).map(each => [each.id, each]))
  const now = new Map(after.scenarios.map(each => [each.id, each]))
  const added = after.scenarios.filter(({ id }) => !old.has(id))
  const removed = [...old.values()].filter(({ id }) => !now.has(id))
  const changed = after.scenarios.flatMap(each => {
    const was = old.get(each.id)
    return was === undefined || isDeepStrictEqual(was, each) ? [] : { before: was, after: each }
  })
  return {
    rules: before === null ? [] : changedFields(before.rules, after.rules),
    counts: {
      ...{ scenarios: after.scenarios.length, added: added.length },
      ...{ removed: removed.length, changed: changed.length },
    },
    added: added.slice(0, most),
    removed: removed.slice(0, most),
    changed: changed.slice(0, most),
  }
}

function changedFields(before: Version['rules'], after: Version['rules']): Changes['rules'] {
  const fields = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort()
  return fields.flatMap(field => {
    const [was, is] = [before[field] ?? null, after[field] ?? null]
    return isDeepStrictEqual(was, is) ? [] : { field, before: was as never, after: is as never }
  })
}

/** Whether a scenario contains a text, in upper or lower case. */
export function holdsText({ id, input, expectedOutput, expectedFindings, tags }: Scenario, search: string): boolean {
  const given = typeof input === 'string' ? input : JSON.stringify(input)
  const text = [id, given, expectedOutput ?? '', ...(expectedFindings ?? []), ...(tags ?? [])].join('\n')
  return text.toLowerCase().includes(search.toLowerCase())
}
