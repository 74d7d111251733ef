import type { ReactNode } from 'react'
import { Figure } from '#components/kit/figures.tsx'
import { formatUsd } from '#lib/shared/money.ts'
import { formatCount, plural } from '#lib/shared/numbers.ts'
import { formatDuration } from '#lib/shared/time.ts'
import { totalTokens } from '../parts/tokens.ts'
import { leftOutText } from './left-out.ts'

interface Props {
  of: {
    messageTraces: number
    llmCalls: number
    toolCalls: number
    inputTokens: number | null
    outputTokens: number | null
    cost: string | null
    unpricedSpans: number
    unmeteredCalls: number
  }
  traces: number
  durationMs: number
  tracesHref: string
  costHref?: string
  /** Further figures, after the number of traces. */
  children?: ReactNode
}

/** What a run or a session did over all its traces, in figures. */
export const WorkFigures = ({ of, traces, durationMs, tracesHref, costHref, children }: Props) => (
  <>
    <Figure
      label="traces"
      value={formatCount(traces)}
      note={of.messageTraces > 0 ? `${formatCount(of.messageTraces)} of framework messages only` : undefined}
      href={tracesHref}
    />
    {children}
    <Figure label="length" value={formatDuration(durationMs)} />
    <Figure
      label="calls"
      value={formatCount(of.llmCalls + of.toolCalls)}
      note={`${plural(of.llmCalls, 'model call')}, ${plural(of.toolCalls, 'tool call')}`}
    />
    <Figure
      label="tokens"
      value={formatCount(totalTokens(of))}
      note={`${formatCount(of.inputTokens)} in, ${formatCount(of.outputTokens)} out`}
    />
    <Figure label="cost" value={formatUsd(of.cost)} note={leftOutText(of)} href={costHref} />
  </>
)
