import type { Actor, Clock, Context } from '#lib/platform/context.ts'
import {
  createTestDatabase,
  type TestDatabase,
  testContext,
  testKey,
  testOperator,
} from '#lib/platform/testing/database.ts'
import { type FakeClock, fakeClock } from '#lib/platform/testing/fake-clock.ts'
import { seedSession } from '#lib/platform/testing/session.ts'
import { cancelApproval, claimApproval, decideApproval, requestApproval } from '../index.ts'
import type { Approval, RequestBody } from '../schemas.ts'

const request: RequestBody = {
  agent: 'incident-responder',
  tool: 'delete_resource',
  arguments: { resource: 'node-3' },
  environment: 'production',
}

/** What every racer asks for. It needs approval, but is not critical: no password has to be typed while the races last. */
export const racersAsk: RequestBody = {
  agent: 'racer',
  tool: 'send_notification',
  arguments: { resource: 'asked for' },
  environment: 'production',
}

/** An agent's key and an operator on a database of their own, with a clock that only the test moves. */
export interface Scene {
  database: TestDatabase
  clock: FakeClock
  agent: Context
  operator: Context
  as(actor: Actor, clock?: Clock): Context
  /** By the agent's key, or by the actor `by`. */
  ask(more?: Partial<RequestBody>, by?: Context): Promise<Approval>
  approve(one: Approval): Promise<Approval>
  cancel(one: Approval): Promise<Approval>
  /** Asked for, approved and claimed. */
  claimed(more?: Partial<RequestBody>): Promise<{ approval: Approval; claimId: string }>
  /** Audit rows of an approval, oldest first. */
  audit(id: string): Promise<{ action: string; outcome: string; actor: string | null }[]>
}

export async function openScene(options: { use?: boolean } = {}): Promise<Scene> {
  const database = await createTestDatabase(options)
  const clock = fakeClock()
  const as = (actor: Actor, at: Clock = clock) => testContext(database.db, actor, at)
  const agent = as(testKey)
  const operator = as(testOperator)
  await seedSession(database.db, testOperator)
  const ask = (more: Partial<RequestBody> = {}, by: Context = agent) =>
    requestApproval(by, { body: { ...request, ...more } })
  const approve = (one: Approval) =>
    decideApproval(operator, { params: { id: one.id }, body: { kind: 'approve', expectedRevision: one.revision } })
  return {
    database,
    clock,
    agent,
    operator,
    as,
    ask,
    approve,
    cancel: one => cancelApproval(agent, { params: { id: one.id } }),
    async claimed(more) {
      const approval = await approve(await ask(more))
      return {
        approval,
        claimId: (await claimApproval(agent, { params: { id: approval.id }, body: { digest: approval.digest } }))
          .claimId,
      }
    },
    async audit(id) {
      const { rows } = await database.db.pool.query(
        'select action, outcome, actor_id as actor from audit_event where object_id = $1 order by seq',
        [id],
      )
      return rows
    },
  }
}

export const boundKey = (agent: string): Actor => ({ ...testKey, kind: 'key', id: `key_${agent}`, agent }) as Actor
