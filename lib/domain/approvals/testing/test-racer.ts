import { declareDomains } from '#lib/domain/server-list.ts'
import { databaseClock } from '#lib/platform/context.ts'
import { openDatabase } from '#lib/platform/db/client.ts'
import { testContext, testKey, testOperator } from '#lib/platform/testing/database.ts'
import { problemType } from '#lib/platform/testing/problem.ts'
import {
  cancelApproval,
  claimApproval,
  decideApproval,
  expireDue,
  reportOutcome,
  requestApproval,
  settleApproval,
} from '../index.ts'
import type { Approval } from '../schemas.ts'
import { racersAsk } from './test-support.ts'

/** What one process of a race does to each of the approvals it is sent. */
export type Move = 'approve' | 'reject' | 'edit' | 'claim' | 'cancel' | 'sweep' | 'report' | 'settle' | 'ask'

export interface Order {
  move: Move
  targets: { id: string; revision: number; digest: string; claimId: string | null }[]
}

// Only as a process of its own: argv has the database and how many connections it may use, messages the orders.
const [url, connections] = [process.argv[2], Number(process.argv[3])]
if (!url || !connections || !process.send) throw new Error('forked with the address of a database and a number')
declareDomains()
const db = openDatabase(url, { max: connections })
const agent = testContext(db, testKey, databaseClock)
const operator = testContext(db, testOperator, databaseClock)

function make(
  move: Exclude<Move, 'sweep'>,
  { id, revision, digest, claimId }: Order['targets'][number],
): Promise<unknown> {
  const decide = (kind: 'approve' | 'reject' | 'edit') =>
    decideApproval(operator, {
      params: { id },
      body: {
        kind,
        comment: kind,
        expectedRevision: revision,
        ...(kind === 'edit' ? { arguments: { resource: 'edited' } } : {}),
      },
    })
  switch (move) {
    case 'claim':
      return claimApproval(agent, { params: { id }, body: { digest } })
    case 'cancel':
      return cancelApproval(agent, { params: { id } })
    case 'report':
      return reportOutcome(agent, { params: { id }, body: { claimId: claimId ?? '', status: 'executed' } })
    case 'ask':
      return requestApproval(agent, { body: { ...racersAsk, toolCallId: id } })
    case 'settle':
      return settleApproval(operator, { params: { id }, body: { status: 'failed', note: 'looked' } })
    default:
      return decide(move)
  }
}

/** The type of the problem, else `ok`; of an ask that was answered the id. */
async function answerOf(move: Move, work: Promise<unknown>): Promise<string> {
  const answer = await problemType(work)
  return move === 'ask' && answer === 'ok' ? ((await work) as Approval).id : answer
}

/** As many at once as there are connections: none waits for one so long that it gives up. */
async function makeAll(move: Exclude<Move, 'sweep'>, targets: Order['targets']): Promise<string[]> {
  const answers: string[] = []
  let next = 0
  const lane = async () => {
    for (let i = next++; i < targets.length; i = next++) {
      const target = targets[i]
      if (target) answers[i] = await answerOf(move, make(move, target))
    }
  }
  await Promise.all(Array.from({ length: connections }, lane))
  return answers
}

process.on('message', async ({ move, targets }: Order) => {
  // One sweep ends whatever is due.
  process.send?.(move === 'sweep' ? [await problemType(expireDue(agent))] : await makeAll(move, targets))
})
process.on('disconnect', () => process.exit(0))
process.send('ready')
