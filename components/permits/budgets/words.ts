import type { Budget } from '#lib/domain/budgets/schemas.ts'
import { formatUsd } from '#lib/shared/money.ts'
import { formatCount, plural } from '#lib/shared/numbers.ts'

/** What a budget applies to, in words. */
export function holdsFor({ agent, tool, environment, release, user, key }: Omit<Budget, 'slug'>): string {
  const parts = [
    agent,
    tool && `calls of ${tool}`,
    release && `release ${release}`,
    user && `user ${user}`,
    key && `key ${key}`,
    environment && `in ${environment}`,
  ].filter(Boolean)
  return parts.length > 0 ? parts.join(', ') : 'everything in this project'
}

/** The default for a limit that a run budget leaves out. */
const defaults = { llmCalls: 10, toolCalls: 20, tokens: 50_000, seconds: 300 }

/** The limits of a run, in words. */
export function runLimitsText(budget: Pick<Budget, 'llmCalls' | 'toolCalls' | 'tokens' | 'seconds' | 'usd'>): string {
  const limit = (name: keyof typeof defaults) => budget[name] ?? defaults[name]
  return [
    plural(limit('llmCalls'), 'model call'),
    plural(limit('toolCalls'), 'tool call'),
    `${formatCount(limit('tokens'))} tokens`,
    `${formatCount(limit('seconds'))} s of work`,
    budget.usd === null ? 'any cost' : formatUsd(budget.usd),
  ].join(' · ')
}

export const onExceedText = { deny: 'stop', ask: 'ask a person', fallback: 'fall back' } as const

export const measureWords = {
  llmCalls: 'model calls',
  toolCalls: 'tool calls',
  tokens: 'tokens',
  usd: 'cost',
  seconds: 'seconds of work',
} as const
