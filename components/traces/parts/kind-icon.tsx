import {
  IconBinaryTree,
  IconCircleDot,
  IconDatabaseSearch,
  IconGauge,
  IconMessageChatbot,
  IconRobot,
  IconShieldHalf,
  IconTool,
  IconVector,
} from '@tabler/icons-react'
import type { SpanKind } from '#lib/domain/traces/canonical.ts'

const icons: Record<SpanKind, typeof IconTool> = {
  agent: IconRobot,
  llm: IconMessageChatbot,
  tool: IconTool,
  retriever: IconDatabaseSearch,
  embedding: IconVector,
  guardrail: IconShieldHalf,
  evaluator: IconGauge,
  chain: IconBinaryTree,
  other: IconCircleDot,
}

const words: Record<SpanKind, string> = {
  agent: 'agent',
  llm: 'model call',
  tool: 'tool call',
  retriever: 'retrieval',
  embedding: 'embedding',
  guardrail: 'guardrail',
  evaluator: 'evaluation',
  chain: 'step',
  other: 'span',
}

export const kindWord = (kind: SpanKind) => words[kind]

export function KindIcon({ kind, size = 15 }: { kind: SpanKind; size?: number }) {
  const Icon = icons[kind]
  return <Icon size={size} stroke={1.6} role="img" aria-label={words[kind]} />
}
