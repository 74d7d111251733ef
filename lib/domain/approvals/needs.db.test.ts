import { expect, test } from 'vitest'
import { listNeeds } from '#lib/domain/needs/index.ts'
import { needsQuery } from '#lib/domain/needs/schemas.ts'
import { freshProject, testKey, testOperator } from '#lib/platform/testing/database.ts'
import { givenDatabase } from '#lib/platform/testing/given-database.ts'
import { requestApproval } from './request-approval.ts'
import { requestBody } from './schemas.ts'

const database = givenDatabase()

function place() {
  const agent = freshProject(database.db, testKey)
  const ask = (tool: string, risk: string, more: object = {}) =>
    requestApproval(agent, {
      body: requestBody.parse({
        agent: 'responder',
        tool,
        arguments: { node: 3 },
        environment: 'production',
        risk,
        expiresInSeconds: 600,
        ...more,
      }),
    })
  const needs = (query = {}, actor = testOperator) => listNeeds({ ...agent, actor }, { query: needsQuery.parse(query) })
  return { ask, needs }
}

test('the riskiest come first, then those that expire first; the rest are counted', async () => {
  const { ask, needs } = place()
  await ask('send_notification', 'high', { expiresInSeconds: 900 })
  await ask('send_notification', 'high', { expiresInSeconds: 300 })
  await ask('delete_resource', 'critical', { expiresInSeconds: 2000 })
  await ask('modify_production', 'critical', { expiresInSeconds: 1000 })
  const { items, left, failed } = await needs()
  expect(failed).toEqual([])
  expect(items.map(({ title, urgency }) => [title, urgency])).toEqual([
    ['modify_production', 3],
    ['delete_resource', 3],
    ['send_notification', 2],
  ])
  expect(items[0]).toMatchObject({ action: 'Decide', state: 'critical risk', environment: 'production' })
  expect(items[0]?.words.map(({ text }) => text).join('')).toBe('responder wants to run this: node: 3')
  expect(left).toMatchObject([{ source: 'approvals', count: 1, noun: 'approval', href: '/approvals' }])
  expect((await needs({ each: 10 })).left).toEqual([])
})

test('nothing is listed for another environment, another project or a viewer', async () => {
  const { ask, needs } = place()
  await ask('delete_resource', 'critical')
  expect((await needs({ environment: 'staging' })).items).toEqual([])
  expect((await place().needs()).items).toEqual([])
  expect(await needs({}, { ...testOperator, role: 'viewer' } as typeof testOperator)).toMatchObject({
    items: [],
    left: [],
  })
})
