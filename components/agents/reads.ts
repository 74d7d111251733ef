import type { TimeRange } from '#lib/shared/time-range.ts'

/** What the list asks for, on the server and in the browser: agents by name … */
export const agentPages = (text: string) => ({
  key: [text],
  filters: () => (text ? { text } : {}),
  pageSize: 200,
})

/** … and what each did in the range. */
export function agentChanges(environment: string | null, range: TimeRange) {
  const bounds =
    range.kind === 'custom'
      ? { from: range.from.toISOString(), to: range.to.toISOString() }
      : { last: range.kind === 'preset' ? range.preset : ('30d' as const) }
  return { query: { ...bounds, limit: 200, ...(environment ? { environment } : {}) } }
}
