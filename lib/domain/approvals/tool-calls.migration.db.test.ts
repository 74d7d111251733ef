import pg from 'pg'
import { expect, test } from 'vitest'
import { loadMigrations, migrate } from '#lib/platform/migrations/run.ts'
import { createTestDatabase } from '#lib/platform/testing/database.ts'
import { canonicalJson } from '#lib/shared/canonical-json.ts'
import { seal } from './digest.ts'
import vectors from './digest.vectors.json' with { type: 'json' }
import type { Subject } from './schemas.ts'

const insert = `insert into approval (project_id, id, status, revision, tool, agent, environment, subject, digest, original_arguments, risk,
    declared_risk, reasons, policy_version, allowed_decisions, requested_by, requester_label, tool_call_id, requested_at, expires_at,
    decision_kind, updated_at)
  values ($1, $2, $3, 1, $4, $5, $6, $7, $8, $9, 'normal', 'normal', '[]', 'v', '{}', $10, 'key', $11, $12, now(), $13, now())`

test('existing requests keep the digest of what was requested, also edited ones; of two open ones the newest answers a repeated request', async () => {
  const database = await createTestDatabase({ empty: true })
  const client = new pg.Client({ connectionString: database.url })
  try {
    await migrate(
      database.url,
      loadMigrations().filter(({ name }) => name < '20261128101500'),
    )
    await client.connect()
    const rows: Record<string, string> = {}
    const add = async (id: string, subject: Subject, edited: Subject | null, { key = 'k', call = id, at = 0 } = {}) => {
      const { project, tool, agent, environment } = subject
      const now = seal(edited ?? subject)
      const facts = [project, id, 'pending', tool, agent, environment, now.text, now.digest]
      const original = canonicalJson(subject.arguments)
      await client.query(insert, [...facts, original, key, call, new Date(at), edited ? 'edit' : null])
      rows[id] = seal(subject).digest
    }
    for (const [i, { subject, arguments: text }] of vectors.subjects.entries()) {
      const asked = { ...subject, arguments: JSON.parse(text) }
      await add(`as asked ${i}`, asked, null)
      await add(`edited ${i}`, asked, { ...asked, arguments: { other: i } })
    }
    const twice = { ...vectors.subjects[0]!.subject, arguments: { twice: true } }
    await add('older', twice, null, { key: 'one', call: 'c', at: 1 })
    await add('newer', twice, null, { key: 'two', call: 'c', at: 2 })
    await migrate(database.url)
    const found = await client.query('select id, asked_digest from approval')
    expect(Object.fromEntries(found.rows.map(row => [row.id, row.asked_digest]))).toEqual({ ...rows, older: null })
  } finally {
    await client.end()
    await database.drop()
  }
})
