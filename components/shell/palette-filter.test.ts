import { expect, test } from 'vitest'
import { inOrder } from './palette-filter.ts'

const actions = [
  { id: 'approvals', label: 'Approvals' },
  {
    group: 'Waiting',
    actions: [{ id: 'one', label: 'Decide refund', description: 'order: 88213', keywords: ['apr_1'] }],
  },
  { id: 'find', label: 'Search traces for “88213”', keywords: '88213' },
]
const ids = (query: string) =>
  inOrder(query, actions).flatMap(action => ('actions' in action ? action.actions.map(({ id }) => id) : action.id))

test.each([
  ['', ['approvals', 'one', 'find']],
  ['88213', ['one', 'find']],
  ['order REFUND', ['one']],
  ['apr_1', ['one']],
  ['nothing like it', []],
])('%j leaves %j, in their order', (query, left) => expect(ids(query)).toEqual(left))
