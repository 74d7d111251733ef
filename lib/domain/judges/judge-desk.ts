import { readConfig } from '#lib/platform/config/rows.ts'
import type { Context } from '#lib/platform/context.ts'
import { poolSql } from '#lib/platform/db/client.ts'
import { outboundSettings } from '#lib/platform/outbound/settings.ts'
import { once } from '#lib/platform/registry.ts'
import { openValue } from '#lib/platform/sealed/seal.ts'
import { newId } from '#lib/shared/ids.ts'
import { nanosToUsd, usdToNanos } from '#lib/shared/money.ts'
import { type Asked, askJudge, costOf } from './ask-judge.ts'
import { judgeConfig } from './contract.ts'
import { fillPrompt } from './prompt.ts'
import type { Judge } from './schemas.ts'
import { spentToday } from './spent.ts'
import type { Settled, Task } from './task.ts'
import { mostTokens, outcomeOf } from './task-rules.ts'

interface Known {
  judge: Judge
  version: number
  key: string | null
}

/** The judges of one project during one round of the worker: read once, their budgets reserved while they are asked. */
export class JudgeDesk {
  readonly #ctx: Context
  readonly #known = new Map<string, Promise<Known | string>>()
  /** What calls under way may cost, by project and judge: outputs and live traces are scored at once, by a desk each. */
  readonly #reserved = once('judges.reserved', () => new Map<string, bigint>())

  constructor(ctx: Context) {
    this.#ctx = ctx
  }

  /** Asks the judge of a task once. Never throws for what the judge does. */
  async judge(task: Task): Promise<Settled> {
    const slug = task.scorer.kind === 'judge' ? task.scorer.judge : ''
    const known = await this.#find(slug)
    const failed = (reason: string): Settled => ({ task, state: 'failed', score: null, reason, nextAt: null })
    if (typeof known === 'string') return failed(known)
    const { judge, version, key } = known
    const prompt = fillPrompt(judge.prompt, task.criterion, task.material)
    const most = mostTokens(prompt, judge.maxTokens)
    const reserve = costOf(judge, most.inputTokens, most.outputTokens) ?? 0n
    const over = await this.#hold(slug, judge, reserve)
    if (over !== null) return failed(over)
    try {
      const asked = await askJudge(judge, key, prompt, outboundSettings())
      const now = await this.#record(task, slug, version, asked)
      const outcome = outcomeOf(asked, task.attempts + 1, judge.attempts, now)
      return { task, ...outcome, judge: { slug, version, costNanos: asked.costNanos } }
    } finally {
      this.#change(slug, -reserve)
    }
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

  /** Holds what a call may cost; why it may not be made where the budget of the day does not reach. */
  async #hold(slug: string, judge: Judge, reserve: bigint): Promise<string | null> {
    // Before it is read what is spent: a call that is written down meanwhile counts twice rather than not at all.
    const reserved = this.#change(slug, reserve)
    if (judge.dailyUsd === null) return null
    const { db, projectId, clock } = this.#ctx
    const { known } = await spentToday(db, projectId, slug, await clock.now(poolSql(db)))
    if (known + reserved <= usdToNanos(judge.dailyUsd)) return null
    this.#change(slug, -reserve)
    return `The budget of the judge for today, $${judge.dailyUsd}, is used up: $${nanosToUsd(known)} is spent.`
  }

  #change(slug: string, by: bigint): bigint {
    const key = JSON.stringify([this.#ctx.projectId, slug])
    const reserved = (this.#reserved.get(key) ?? 0n) + by
    if (reserved === 0n) this.#reserved.delete(key)
    else this.#reserved.set(key, reserved)
    return reserved
  }

  /** Kept by itself: it is paid for, whatever becomes of the score. */
  async #record(task: Task, judge: string, version: number, asked: Asked): Promise<Date> {
    const { db, projectId, clock } = this.#ctx
    const at = await clock.now(poolSql(db))
    const { result, ...used } = asked
    const fault = 'wrong' in result ? result.wrong.slice(0, 1_000) : null
    const data = { projectId, id: newId('jdc'), judge, version, taskId: task.id, at, fault, ...used }
    await db.prisma.judgeCall.create({ data })
    return at
  }
}
