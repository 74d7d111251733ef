import { readConfig } from '#lib/platform/config/rows.ts'
import type { Context } from '#lib/platform/context.ts'
import { outboundSettings } from '#lib/platform/outbound/settings.ts'
import { openValue } from '#lib/platform/sealed/seal.ts'
import { askJudge, costOf } from './ask-judge.ts'
import { judgeConfig } from './contract.ts'
import { endCall, holdCall } from './judge-budget.ts'
import { fillPrompt } from './prompt.ts'
import type { Judge } from './schemas.ts'
import type { Settled, Task } from './task.ts'
import { mostTokens, outcomeOf } from './task-rules.ts'

interface Known {
  judge: Judge
  version: number
  key: string | null
}

/** If the rest of the budget is too small for a call while others are under way, it is tried again after this time. */
const heldSeconds = 5

/** The judges of one project for one round of the worker, each read once. Their budgets are in the database. */
export class JudgeDesk {
  readonly #ctx: Context
  readonly #known = new Map<string, Promise<Known | string>>()

  constructor(ctx: Context) {
    this.#ctx = ctx
  }

  /** Asks the judge of a task once. Never throws, whatever the judge does. */
  async judge(task: Task): Promise<Settled> {
    const slug = task.scorer.kind === 'judge' ? task.scorer.judge : ''
    const known = await this.#find(slug)
    const none = { task, score: null }
    const failed = (reason: string): Settled => ({ ...none, state: 'failed', reason, nextAt: null })
    if (typeof known === 'string') return failed(known)
    const { judge, version, key } = known
    const prompt = fillPrompt(judge.prompt, task.criterion, task.material)
    const { inputTokens, outputTokens } = mostTokens(prompt, judge.maxTokens)
    const most = costOf(judge, inputTokens, outputTokens)
    const hold = await holdCall(this.#ctx, { judge: slug, version, taskId: task.id, dailyUsd: judge.dailyUsd, most })
    if ('wrong' in hold) {
      if (!hold.again) return failed(hold.wrong)
      const nextAt = new Date(hold.now.getTime() + heldSeconds * 1_000)
      return { ...none, state: 'waiting', reason: hold.wrong, nextAt, notAsked: true }
    }
    const asked = await askJudge(judge, key, prompt, outboundSettings())
    const now = await endCall(this.#ctx, hold, asked)
    const outcome = outcomeOf(asked, task.attempts + 1, judge.attempts, now)
    return { task, ...outcome, judge: { slug, version, costNanos: asked.costNanos } }
  }

  #find(slug: string): Promise<Known | string> {
    const found = this.#known.get(slug) ?? this.#read(slug)
    this.#known.set(slug, found)
    return found
  }

  async #read(slug: string): Promise<Known | string> {
    const { db, projectId } = this.#ctx
    const record = await readConfig(db, this.#ctx, judgeConfig, slug)
    if (!record) return `There is no judge ${slug}.`
    const key = record.key === null ? null : await openValue(db, projectId, record.key)
    if (record.key !== null && key === null) return 'The key of the judge cannot be read: set it again.'
    return { judge: record, version: record.revision, key }
  }
}
