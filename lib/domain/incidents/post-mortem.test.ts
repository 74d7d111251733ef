import { expect, test } from 'vitest'
import type { TimelineItem } from '#lib/shared/timeline.ts'
import { postMortem } from './post-mortem.ts'
import type { IncidentItem } from './schemas.ts'

const incident: IncidentItem = {
  ...{ id: 'inc_1', title: 'search fails: its breaker is open', severity: 'critical', state: 'resolved', revision: 3 },
  ...{ cause: 'tool-outage', agent: null, tool: 'search', environment: 'production' },
  ...{ source: { kind: 'breaker', id: 'search' }, openedAt: '2026-01-05T10:00:00.000000Z', openedBy: 'permits' },
  ...{ owner: { id: 'usr_1', label: 'mira' }, acknowledgedAt: '2026-01-05T10:02:30.000000Z', acknowledgedBy: 'mira' },
  ...{ resolvedAt: '2026-01-05T10:20:00.000000Z', resolvedBy: 'mira', summary: 'The **vendor** was down.' },
}
const item = (id: string, source: string, state: string, title: string, detail: string | null): TimelineItem => ({
  ...{ id, source, state, title, detail, at: '2026-01-05T10:00:00.000000Z', tone: 'ok', shape: 'check', href: null },
  ...{ markdown: false, alike: null },
})
const now = new Date('2026-01-05T11:00:00Z')

test('the document has what is known, and text of others cannot break its table', () => {
  const items = [
    item('incident:1', 'incident', 'opened', 'The breaker opened the incident', '5 failures in a row.'),
    item('x', 'permits', 'refused', 'A step was denied', '# not a heading | no cell\n[no](link) <b>'),
    item('y', 'runbooks', 'done', 'mira: step 1 of tool-outage', 'Read the calls.'),
  ]
  const text = postMortem({ incident, items, cut: ['permits'], now })
  expect(text).toContain('| Acknowledged | 2026-01-05 10:02:30 by mira, after 2 min 30 s |')
  expect(text).toContain('## Summary\n\nThe **vendor** was down.')
  expect(text).toContain('## Why it was opened\n\n5 failures in a row.')
  expect(text).toContain('\\# not a heading \\| no cell \\[no\\](link) \\<b\\> |')
  expect(text).toContain('1 step of runbooks:\n\n- 2026-01-05 10:00:00 mira: step 1 of tool-outage: Read the calls.')
  expect(text).toContain('_Only the newest of: permits._')
  expect(text).not.toContain('Open for')
})

test('it says when an incident is not resolved', () => {
  const open = { ...incident, resolvedAt: null, resolvedBy: null, summary: null, acknowledgedAt: null }
  const text = postMortem({ incident: open, items: [], cut: [], now })
  expect(text).toContain('_Not resolved yet._')
  expect(text).toContain('| Open for | 1 h 00 min |')
  expect(text).not.toContain('Acknowledged')
})
