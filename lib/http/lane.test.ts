import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type LaneRoute, laneMatcher } from './lane.ts'

const route = (pattern: string): LaneRoute => ({ pattern, methods: {} })
const found = (patterns: readonly string[], path: string) => {
  const match = laneMatcher(patterns.map(route))(path)
  return match && { pattern: match.route.pattern, params: match.params }
}

const patterns = [
  '/api/v1/prompts/[name]/[version]',
  '/api/v1/prompts/[name]/latest',
  '/api/v1/prompts/[name]',
  '/api/v1/prompts/labels/[label]',
  '/api/v1/prompts',
  '/api/v1/[kind]/[name]/archive',
  '/api/auth/[...action]',
  '/api/auth/csrf',
]

test.each([
  ['/api/v1/prompts', '/api/v1/prompts', {}],
  ['/api/v1/prompts/answer', '/api/v1/prompts/[name]', { name: 'answer' }],
  ['/api/v1/prompts/answer/latest', '/api/v1/prompts/[name]/latest', { name: 'answer' }],
  ['/api/v1/prompts/answer/7', '/api/v1/prompts/[name]/[version]', { name: 'answer', version: '7' }],
  ['/api/v1/prompts/labels/7', '/api/v1/prompts/labels/[label]', { label: '7' }],
  ['/api/v1/prompts/labels/latest', '/api/v1/prompts/labels/[label]', { label: 'latest' }],
  ['/api/v1/agents/a/archive', '/api/v1/[kind]/[name]/archive', { kind: 'agents', name: 'a' }],
  ['/api/v1/prompts/answer/archive', '/api/v1/prompts/[name]/[version]', { name: 'answer', version: 'archive' }],
  ['/api/auth/csrf', '/api/auth/csrf', {}],
  ['/api/auth/callback/credentials', '/api/auth/[...action]', { action: 'callback/credentials' }],
  ['/api/v1/prompts/a%2Fb', '/api/v1/prompts/[name]', { name: 'a/b' }],
])('%s goes to %s in any order of the routes', (path, pattern, params) => {
  fc.assert(
    fc.property(fc.shuffledSubarray(patterns, { minLength: patterns.length }), order => {
      expect(found(order, path)).toEqual({ pattern, params })
    }),
    { numRuns: 50 },
  )
})

test.each([
  ['/api/v1/prompts/'],
  ['/api/v1/prompts/%zz'],
  ['/api/v1/nothing/here'],
  ['/api/v1/prompts/a/b/c'],
  ['/api/auth'],
  ['/api/auth/'],
])('%s goes nowhere', path => expect(found(patterns, path)).toBeNull())

test('two routes that take the same paths are an error at the start', () => {
  expect(() => laneMatcher(['/api/a/[x]', '/api/a/[y]'].map(route))).toThrow(
    'The routes /api/a/[x] and /api/a/[y] take the same paths.',
  )
})
