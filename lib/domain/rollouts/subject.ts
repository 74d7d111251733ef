import { readAllocation } from '#lib/domain/assignment/index.ts'
import { readyToTry } from '#lib/domain/prompts/index.ts'
import { findReleaseOf } from '#lib/domain/releases/index.ts'
import type { Context } from '#lib/platform/context.ts'
import type { Tx } from '#lib/platform/db/transaction.ts'
import type { Input } from '#lib/shared/contract.ts'
import { invalid } from '#lib/shared/problem.ts'
import { promptVersionName } from '#lib/shared/prompt-version.ts'
import type { createRolloutContract } from './contract.ts'

type Body = Input<typeof createRolloutContract>['body']

/** The candidate and the baseline, in the form of the row. */
export interface Subject {
  candidate: string
  baseline: string
  /** The prompt and its label; null: a release. */
  prompt: string | null
  promptLabel: string | null
}

/** What a new rollout moves, and whether it is a guarded label. Throws 404, 409 and 422 by field. */
export async function subjectOf(tx: Tx, ctx: Context, body: Body): Promise<Subject & { isGuarded: boolean }> {
  return body.prompt ? promptOf(tx, ctx, body.prompt) : releaseOf(tx, ctx, body, body.candidate ?? '')
}

async function promptOf(tx: Tx, ctx: Context, asked: NonNullable<Body['prompt']>) {
  const { name, label, version, expectedRevision } = asked
  const { from, isGuarded } = await readyToTry(tx, ctx, { name, label, version, expectedRevision })
  const subject = { candidate: promptVersionName(name, version), baseline: promptVersionName(name, from) }
  return { ...subject, prompt: name, promptLabel: label, isGuarded }
}

async function releaseOf(tx: Tx, ctx: Context, body: Body, candidate: string) {
  const { agent } = body
  const baseline = await servingOf(tx, ctx, body)
  const digests: string[] = []
  for (const [field, slug] of Object.entries({ candidate, baseline })) {
    const release = await findReleaseOf(tx, ctx.projectId, agent, slug)
    if (!release) throw invalid(`No release ${slug} of ${agent} is registered.`, `body.${field}`)
    digests.push(release.digest)
  }
  if (candidate === baseline) throw invalid(`The candidate ${candidate} is the baseline itself.`, 'body.candidate')
  if (digests[0] === digests[1])
    throw invalid(
      `${candidate} has the same contents as the baseline ${baseline}: nothing would change.`,
      'body.candidate',
    )
  return { candidate, baseline, prompt: null, promptLabel: null, isGuarded: false }
}

async function servingOf(tx: Tx, ctx: Context, { agent, environment, baseline }: Body): Promise<string> {
  const serving = (await readAllocation(tx, ctx, agent, environment))?.baseline ?? null
  if (serving === null) {
    if (baseline !== undefined) return baseline
    throw invalid(`No release of ${agent} is recorded as serving in ${environment}. Name it.`, 'body.baseline')
  }
  if (baseline !== undefined && baseline !== serving)
    throw invalid(`${serving} serves in ${environment}, not ${baseline}.`, 'body.baseline')
  return serving
}
