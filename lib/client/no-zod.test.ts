import { afterAll, beforeAll, expect, test, vi } from 'vitest'

// Modules are shared with the test files before and after this one, which use the real zod.
beforeAll(() => {
  vi.resetModules()
  vi.doMock('zod', () => import('./no-zod.ts'))
})
afterAll(() => {
  vi.doUnmock('zod')
  vi.resetModules()
})

test('contracts are declared with it, and read as with the real one', async () => {
  const { decideApprovalContract, getApprovalContract } = await import('#lib/domain/approvals/contract.ts')
  expect([decideApprovalContract.id, decideApprovalContract.method, decideApprovalContract.path]).toEqual([
    'approvals.decide',
    'POST',
    '/api/v1/approvals/{id}/decision',
  ])
  expect(getApprovalContract.path).toBe('/api/v1/approvals/{id}')
})

test('parsing with it throws, and says where parsing belongs', async () => {
  const { decisionBody } = await import('#lib/domain/approvals/schemas.ts')
  expect(() => decisionBody.parse({})).toThrow('zod is not in the browser: parse runs on the server')
  expect(() => decisionBody.safeParse({})).toThrow('safeParse')
})
