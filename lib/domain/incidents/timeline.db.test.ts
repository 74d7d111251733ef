import { expect, test } from 'vitest'
import { evaluateContent } from '#lib/domain/guardrails/index.ts'
import { ask, setBreaker, tell } from '#lib/domain/permits/test-support.ts'
import { declareDomains } from '#lib/domain/server-list.ts'
import { declare, declared } from '#lib/platform/declared.ts'
import { freshProject } from '#lib/platform/testing/database.ts'
import { givenDatabase } from '#lib/platform/testing/given-database.ts'
import { addNote, listIncidents, readTimeline, resolveIncident } from './index.ts'
import { timelineQuery } from './schemas.ts'

const database = givenDatabase()
const query = timelineQuery.parse({})

test('one timeline of the agent, from the causes of the incident to its summary', async () => {
  const ctx = freshProject(database.db)
  await setBreaker(ctx, 'runner', { scope: { agent: 'runner' }, consecutiveFailures: 1 })
  await evaluateContent(ctx, { body: { agent: 'runner', stage: 'input', content: 'hello' } })
  const granted = await ask(ctx)
  await tell(ctx, granted.id, { status: 'error' })
  await ask(ctx, { runId: 'run-2' })
  await ask(ctx, { runId: 'run-3' })
  const { items: open } = await listIncidents(ctx, { query: { limit: 10 } })
  expect(open.map(({ cause, agent, severity }) => [cause, agent, severity])).toEqual([
    ['failing-agent', 'runner', 'critical'],
  ])
  const params = { id: open[0]?.id ?? '' }
  await addNote(ctx, { params, body: { text: 'I look into it.' } })
  await resolveIncident(ctx, { params, body: { summary: 'It was **this**.' } })
  const { items, failed, cut } = await readTimeline(ctx, { params, query })
  expect(failed).toEqual([])
  expect(cut).toEqual([])
  expect(items.map(({ source, state, title }) => `${source} ${state}: ${title}`)).toEqual([
    'audit configured: test key set the breaker runner',
    expect.stringMatching(/^(incident|breakers) opened/),
    expect.stringMatching(/^(incident|breakers) opened/),
    'permits refused: 2 steps of runner were denied',
    'notes noted: test key wrote',
    'incident resolved: test key resolved it',
  ])
  expect(items.at(-1)).toMatchObject({ detail: 'It was **this**.', markdown: true })
})

test('a source that cannot be read is named, and the others are shown', async () => {
  const ctx = freshProject(database.db)
  await setBreaker(ctx, 'runner', { scope: { agent: 'runner' }, consecutiveFailures: 1 })
  await tell(ctx, (await ask(ctx)).id, { status: 'error' })
  const broken = {
    id: 'broken',
    permission: 'project.read',
    read: () => Promise.reject(new Error('no table')),
  } as const
  declare({ ...declared(), timelines: [broken] })
  try {
    const [incident] = (await listIncidents(ctx, { query: { limit: 1 } })).items
    const answer = await readTimeline(ctx, { params: { id: incident?.id ?? '' }, query })
    expect(answer.failed).toEqual(['broken'])
    expect(answer.items.map(({ source }) => source)).toEqual(['incident'])
  } finally {
    declareDomains()
  }
})
