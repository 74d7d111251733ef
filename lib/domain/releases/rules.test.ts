import { expect, test } from 'vitest'
import { changesBetween, driftOf, kindOfChange } from './rules.ts'

const one = {
  ...{ code: 'git:1', prompts: { triage: '3', answer: '1' }, rag: null },
  model: { provider: 'openai', id: 'gpt-5', parameters: { temperature: 0.2 } as Record<string, unknown> },
}

test('a change of prompts alone has the smallest risk', () => {
  const kind = (change: object) => kindOfChange(changesBetween(one, { ...one, ...change }))
  expect(kind({})).toBe('none')
  expect(kind({ prompts: { triage: '4' } })).toBe('prompts')
  expect(kind({ prompts: { triage: '4' }, code: 'git:2' })).toBe('agent')
  expect(kind({ rag: { k: 5 } })).toBe('agent')
  expect(kind({ model: { ...one.model, parameters: {} } })).toBe('agent')
  expect(changesBetween(one, { ...one, prompts: { triage: '4', other: '1' }, rag: { k: 5 } })).toEqual([
    { path: 'prompts.triage', before: '3', after: '4' },
    { path: 'prompts.answer', before: '1', after: null },
    { path: 'prompts.other', before: null, after: '1' },
    { path: 'rag.k', before: null, after: '5' },
  ])
})

test('a model name has drifted where more than one dated model answered for it', () => {
  const seen = (model: string, firstDay: string, lastDay = firstDay) => ({ model, spans: 1, firstDay, lastDay })
  const old = seen('gpt-5-2025-08-07', '2026-11-01', '2026-11-20')
  expect(driftOf('gpt-5', [])).toBeNull()
  expect(driftOf('gpt-5', [seen('gpt-5', '2026-11-01'), old])).toBeNull()
  expect(driftOf('gpt-5', [old, seen('text-embedding-3-small', '2026-11-21')])).toBeNull()
  expect(driftOf('gpt-5', [seen('gpt-5-2026-11-01', '2026-11-21'), old])).toBe(
    'gpt-5 was answered by gpt-5-2025-08-07 until 2026-11-20 and by gpt-5-2026-11-01 since 2026-11-21. Name the dated model in the next release.',
  )
})
