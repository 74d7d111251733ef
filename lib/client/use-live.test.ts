import { QueryClient, QueryObserver } from '@tanstack/react-query'
import { expect, test } from 'vitest'
import { concerns as concernsRule, readAgain } from './use-live.ts'

const rule = { queries: 'traces', atMostEveryMs: 0, ofOne: { 'traces.get': 'traceId', 'traces.span': 'traceId' } }
const concerns = (queryKey: readonly unknown[], ids: ReadonlySet<string> | null) => concernsRule(queryKey, rule, ids)

const key = (contract: string, traceId?: string) => [contract, traceId ? { params: { traceId } } : {}]

test('what happens to other traces does not read an open one again; a list it always does', () => {
  const ids = new Set(['a'])
  expect(concerns(key('traces.get', 'a'), ids)).toBe(true)
  expect(concerns(key('traces.get', 'b'), ids)).toBe(false)
  expect(concerns(key('traces.span', 'b'), ids)).toBe(false)
  expect(concerns(key('traces.list'), ids)).toBe(true)
  expect(concerns(['traces.list', { agent: 'x' }, {}, null], ids)).toBe(true)
})

test('an event that names nobody is about everybody', () => {
  expect(concerns(key('traces.get', 'b'), null)).toBe(true)
})

test('a query of another domain is left as it is', () => {
  expect(concerns(key('approvals.list'), null)).toBe(false)
  expect(concerns(key('traces-of-another.list'), null)).toBe(false)
})

test('a change during the first read is not missed: what is on its way may be of the moment before', async () => {
  const client = new QueryClient()
  const answers: ((text: string) => void)[] = []
  const queryFn = () => new Promise<string>(resolve => answers.push(resolve))
  const observer = new QueryObserver(client, { queryKey: ['approvals.list'], queryFn })
  const end = observer.subscribe(() => {})
  await expect.poll(() => answers.length).toBe(1)
  const done = readAgain(client, () => true)
  await expect.poll(() => answers.length).toBe(2)
  answers[0]?.('nothing waits')
  answers[1]?.('one waits')
  await done
  expect(client.getQueryData(['approvals.list'])).toBe('one waits')
  end()
})
