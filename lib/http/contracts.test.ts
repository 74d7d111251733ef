import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { permissions } from '#lib/domain/list.ts'
import { laneMatcher, loadLane } from './lane.ts'
import { contractsOf, openApiDocument } from './openapi.ts'

const root = path.resolve(import.meta.dirname, '../..')
const routes = await loadLane(path.join(root, 'app'))
const contracts = contractsOf(routes)

describe.each(contracts.map(contract => [contract.id, contract] as const))('%s', (_id, contract) => {
  test('has a permission, a strict response and its own route', () => {
    expect(Object.keys(permissions)).toContain(contract.permission)
    if (contract.status !== 204 && contract.response instanceof z.ZodObject) {
      expect(
        contract.response
          .safeParse({ notInTheContract: 1 })
          .error?.issues.some(issue => issue.code === 'unrecognized_keys'),
      ).toBe(true)
    }
    const found = laneMatcher(routes)(contract.path.replaceAll(/\{\w+\}/g, 'x'))
    expect(found?.route.methods[contract.method]).toHaveProperty('contract', contract)
  })

  test('a write says what it audits', () => {
    if (contract.method !== 'GET') expect(contract.audit).not.toBe('')
  })
})

test('operation ids are unique, and every declared contract is served', () => {
  const ids = contracts.map(contract => contract.id)
  expect(new Set(ids).size).toBe(ids.length)
  const declared = globSync('lib/domain/**/contract.ts', { cwd: root }).flatMap(file =>
    [...readFileSync(path.join(root, file), 'utf8').matchAll(/defineContract\(\{\s*id: '([^']+)'/g)].map(
      match => match[1],
    ),
  )
  expect(declared.filter(id => !ids.includes(String(id)))).toEqual([])
  expect(ids.length).toBeGreaterThan(10)
})

interface Operation {
  operationId: string
  responses: Record<string, unknown>
  requestBody?: { content: Record<string, { example?: unknown }> }
}

test('the OpenAPI document has each of them, and every route that speaks another protocol', () => {
  const document = openApiDocument(routes) as unknown as {
    openapi: string
    paths: Record<string, Record<string, Operation>>
  }
  expect(document.openapi).toBe('3.1.0')
  const operations = Object.values(document.paths).flatMap(item => Object.values(item))
  const ids = operations.map(one => one.operationId)
  expect(new Set(ids).size).toBe(ids.length)
  expect(ids).toHaveLength(routes.flatMap(route => Object.keys(route.methods)).length)
  expect(ids).toEqual(expect.arrayContaining(contracts.map(contract => contract.id)))
  expect(ids).toEqual(expect.arrayContaining(['otlp.traces', 'stream.follow', 'process.ready', 'process.metrics']))
  for (const { operationId, responses } of operations)
    expect([operationId, responses]).toMatchObject([operationId, { default: {} }])
  const request = operations.find(one => one.operationId === 'approvals.request')
  expect(Object.keys(request?.responses ?? {})).toEqual(
    expect.arrayContaining(['201', '400', '401', '403', '409', '413', '415', '422', '429', '503']),
  )
})

test('every example fits its contract', () => {
  const examples = contracts.filter(contract => contract.example !== undefined)
  expect(examples.length).toBeGreaterThan(5)
  for (const { id, body, example } of examples) expect([id, body?.safeParse(example).error]).toEqual([id, undefined])
})
