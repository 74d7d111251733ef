import type { Sql } from '#lib/platform/db/sql.ts'
import { chainHash, genesisHash } from './write.ts'

export type Verification =
  | { ok: true; rows: number; head: string }
  | { ok: false; rows: number; brokenSeq: string; reason: string }

interface Row {
  seq: string
  at: string
  actor_kind: string
  actor_id: string | null
  actor_label: string
  action: string
  outcome: string
  object_type: string
  object_id: string
  body: string
  prev_hash: string
  hash: string
}

/** Small enough that hashing a page leaves the process responsive. */
const pageSize = 500

/** Walks a project's chain and names the first row that does not follow from the one before it, or is missing. */
export async function verifyChain(sql: Sql, projectId: string): Promise<Verification> {
  let previous = genesisHash
  let seq = 0n
  // From below the first number: a row slipped in before the chain must not stay unseen.
  let after = '-9223372036854775808'
  for (;;) {
    const rows = await sql.query<Row>(
      `select seq::text as seq, to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at, actor_kind, actor_id,
         actor_label, action, outcome, object_type, object_id, body, prev_hash, hash
       from audit_event where project_id = $1 and seq > $2::bigint order by audit_event.seq limit ${pageSize}`,
      [projectId, after],
    )
    for (const row of rows) {
      seq += 1n
      const reason = brokenBecause(row, { projectId, seq, previous })
      const broken = BigInt(row.seq) < seq ? row.seq : seq.toString()
      if (reason) return { ok: false, rows: Number(seq), brokenSeq: broken, reason }
      previous = row.hash
      after = row.seq
    }
    if (rows.length < pageSize) break
  }
  return checkHead(sql, projectId, seq, previous)
}

interface Expected {
  projectId: string
  seq: bigint
  previous: string
}

function brokenBecause(row: Row, { projectId, seq, previous }: Expected): string | null {
  if (BigInt(row.seq) < seq) return 'it stands before the first row'
  if (BigInt(row.seq) !== seq) return `row ${seq} is missing`
  if (row.prev_hash !== previous) return 'it does not follow from the row before it'
  if (chainHash(previous, row.body) !== row.hash) return 'its text was changed'
  const body = read(row.body)
  const same =
    body !== null &&
    body.project === projectId &&
    body.seq === row.seq &&
    body.at === row.at &&
    body.actor?.kind === row.actor_kind &&
    body.actor.id === row.actor_id &&
    body.actor.label === row.actor_label &&
    body.action === row.action &&
    body.outcome === row.outcome &&
    body.object?.type === row.object_type &&
    body.object.id === row.object_id
  return same ? null : 'its columns differ from its signed text'
}

interface Body {
  project?: string
  seq?: string
  at?: string
  actor?: { kind: string; id: string | null; label: string }
  action?: string
  outcome?: string
  object?: { type: string; id: string }
}

/** Whoever can write rows can write anything, and give it a hash that fits. */
function read(text: string): Body | null {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

async function checkHead(sql: Sql, projectId: string, seq: bigint, hash: string): Promise<Verification> {
  const [head] = await sql.query<{ seq: string; hash: string }>(
    'select seq::text as seq, hash from audit_head where project_id = $1',
    [projectId],
  )
  const rows = Number(seq)
  if (!head && seq === 0n) return { ok: true, rows: 0, head: genesisHash }
  const kept = BigInt(head?.seq ?? 0)
  if (kept < seq) {
    return { ok: false, rows, brokenSeq: (kept + 1n).toString(), reason: 'it was added after the end of the chain' }
  }
  if (kept > seq) {
    return { ok: false, rows, brokenSeq: (seq + 1n).toString(), reason: 'rows at the end of the chain are missing' }
  }
  if (head?.hash !== hash) {
    return { ok: false, rows, brokenSeq: seq.toString(), reason: 'it is not the end that the chain had' }
  }
  return { ok: true, rows, head: hash }
}
