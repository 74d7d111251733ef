import path from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { loadLane } from '#lib/http/lane.ts'
import { openApiDocument } from '#lib/http/openapi.ts'
import { type ApiDocument, curlOf, type Endpoint, endpointsOf, limitsOf, search } from './openapi.ts'

let endpoints: Endpoint[]
beforeAll(async () => {
  const routes = await loadLane(path.resolve(import.meta.dirname, '../../app'))
  endpoints = endpointsOf(JSON.parse(JSON.stringify(openApiDocument(routes))) as ApiDocument)
})
const one = (id: string) => {
  const found = endpoints.find(endpoint => endpoint.id === id)
  if (!found) throw new Error(`no ${id}`)
  return found
}

describe('of our own document', () => {
  it('reads fields with type, need and limits', () => {
    const { body, parameters, method, group } = one('approvals.request')
    expect([method, group]).toEqual(['POST', 'approvals'])
    const field = (name: string) => body.find(each => each.name === name)
    expect(field('agent')).toMatchObject({ type: 'string', required: true, limits: '1 to 200 characters' })
    expect(field('risk')).toMatchObject({ required: false })
    expect(field('expiresInSeconds')?.limits).toBe('5 to 604800')
    expect(field('allowedDecisions')?.type).toBe('list of approve | edit | reject | respond')
    expect(parameters.map(each => each.name)).toContain('Idempotency-Key')
  })

  it('follows lists, references and null', () => {
    const { answer } = one('audit.list')
    const types = Object.fromEntries(answer.map(field => [field.name, field.type]))
    expect(types).toMatchObject({
      items: 'list of object',
      'items[].actor': 'object',
      'items[].actor.id': 'string or null',
      nextCursor: 'string or null',
    })
    expect(one('traces.list').answer.length).toBeGreaterThan(20)
  })

  it('names every field of every body with its type', () => {
    for (const endpoint of endpoints) {
      for (const field of [...endpoint.parameters, ...endpoint.body, ...endpoint.answer]) {
        expect(field.type, `${endpoint.id} ${field.name}`).not.toMatch(/undefined|\[object/)
      }
      if (['POST', 'PUT', 'PATCH'].includes(endpoint.method)) expect(curlOf(endpoint, 'http://h')).toContain('-X')
    }
    expect(one('access.setup').open).toBe(true)
    expect(one('access.createKey').open).toBe(false)
  })

  it('writes a command with what is needed', () => {
    expect(curlOf(one('approvals.get'), 'http://h')).toBe(
      `curl 'http://h/api/v1/approvals/<id>' \\\n  -H 'Authorization: Bearer hp_…'`,
    )
    expect(curlOf(one('access.changeRole'), 'http://h')).toContain(`-d '{"role":"viewer"}'`)
  })

  it('finds by path, words, fields and problem types', () => {
    const ids = (text: string) => search(endpoints, text).map(endpoint => endpoint.id)
    expect(ids('claim approvals post')).toContain('approvals.claim')
    expect(ids('last-administrator')).toEqual(expect.arrayContaining(['access.changeRole', 'access.deactivateMember']))
    expect(ids('prevHash')).toEqual(['audit.list'])
    expect(ids('')).toHaveLength(endpoints.length)
    expect(ids('unheard-of endpoint')).toEqual([])
  })
})

it.each([
  [{ minLength: 0, maxLength: 5 }, 'at most 5 characters'],
  [{ minimum: 3 }, 'at least 3'],
  [{ minimum: 1, maximum: 200, default: 50 }, '1 to 200, default 50'],
  [{ type: 'integer', minimum: Number.MIN_SAFE_INTEGER, maximum: Number.MAX_SAFE_INTEGER }, ''],
  [{ pattern: '^a$' }, 'matches ^a$'],
  [{ pattern: '^a$', format: 'date-time' }, ''],
])('%j: %s', (schema, text) => expect(limitsOf(schema)).toBe(text))
