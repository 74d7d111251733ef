import { audit } from '#lib/platform/audit/write.ts'
import { authorize } from '#lib/platform/auth/authorize.ts'
import { change } from '#lib/platform/change.ts'
import { recordConfig, type Written, writeConfig } from '#lib/platform/config/put.ts'
import type { Context } from '#lib/platform/context.ts'
import type { Tx } from '#lib/platform/db/transaction.ts'
import type { Input, Output } from '#lib/shared/contract.ts'
import { invalid, isProblem, Problem } from '#lib/shared/problem.ts'
import type { applyContract } from './contract.ts'
import { diffOf } from './diff.ts'
import { kinds } from './kinds.ts'
import { readFile, type Wanted } from './read-file.ts'
import type { Changed } from './schemas.ts'

/** Objects of one file: they are written in one transaction. */
const most = 500

/** Writes all objects of a file in one transaction, or none; a dry run tells what it would have written. */
export async function applyConfiguration(
  ctx: Context,
  { query: { dryRun }, body }: Input<typeof applyContract>,
): Promise<Output<typeof applyContract>> {
  await authorize(ctx, 'configuration.apply')
  const wanted = readFile(body)
  if (wanted.length > most) throw invalid(`A file has at most ${most} objects; this one has ${wanted.length}.`, 'body')
  for (const { contracts } of new Set(wanted.map(({ kind }) => kind))) await authorize(ctx, contracts.write)
  try {
    return await change(ctx, async tx => {
      const changes = await applyIn(tx, ctx, wanted, dryRun)
      if (dryRun) throw new Undo(changes)
      return { applied: true, changes }
    })
  } catch (error) {
    if (error instanceof Undo) return { applied: false, changes: error.changes }
    throw error
  }
}

/** Takes back what a dry run had to write to know what it would be. */
class Undo extends Error {
  readonly changes: Changed[]
  constructor(changes: Changed[]) {
    super('a dry run')
    this.changes = changes
  }
}

async function applyIn(tx: Tx, ctx: Context, wanted: readonly Wanted[], dryRun: boolean): Promise<Changed[]> {
  const done: { one: Wanted; written: Written }[] = []
  // Everybody takes the rows in this order, and the audit log after them.
  for (const one of inOrder(wanted)) done.push({ one, written: await named(one, writeConfig(tx, ctx, one.kind, one)) })
  const changes = wanted.map(one => changeOf(done.find(each => each.one === one)))
  if (dryRun) return changes
  for (const { one, written } of done) await recordConfig(tx, ctx, one.kind, written)
  const changed = changes.filter(each => each.change !== 'none')
  if (changed.length > 0)
    await audit(tx, ctx, {
      action: 'configuration.applied',
      object: { type: 'configuration', id: ctx.projectId },
      after: { objects: changed.map(({ kind, slug }) => `${kind}/${slug}`) },
    })
  return changes
}

const places = new Map([...kinds.values()].map((kind, i) => [kind, i]))
const placeOf = ({ kind }: Wanted) => places.get(kind) ?? 0
/** What others refer to comes before them: they are checked against it. */
const inOrder = (wanted: readonly Wanted[]) =>
  [...wanted].sort((a, b) => placeOf(a) - placeOf(b) || (a.slug < b.slug ? -1 : 1))

/** What is wrong with one object, with the path of that object. */
async function named<T>({ path }: Wanted, work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (error) {
    if (!isProblem(error)) throw error
    const field = error.fields.field?.replace(/^body/, path) ?? path
    throw new Problem({ ...error.fields, field, detail: `${path.replace(/^body\./, '')}: ${error.message}` })
  }
}

function changeOf(done: { one: Wanted; written: Written } | undefined): Changed {
  if (!done) throw new Error('an object of the file was not written')
  const { one, written } = done
  const { before = null, after = null } = written.difference ?? {}
  return {
    ...{ kind: one.kind.contracts.plural, slug: one.slug, change: written.change, revision: written.row.revision },
    diff: written.difference === null ? [] : diffOf(before, after),
  }
}
