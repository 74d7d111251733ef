import { agentKind } from '#lib/domain/agents/index.ts'
import { alertKind } from '#lib/domain/alerts/index.ts'
import { breakerKind } from '#lib/domain/breakers/index.ts'
import { budgetKind } from '#lib/domain/budgets/index.ts'
import { channelKind } from '#lib/domain/channels/index.ts'
import { suiteKind } from '#lib/domain/evals/index.ts'
import { guardrailKind } from '#lib/domain/guardrails/index.ts'
import { judgeKind } from '#lib/domain/judges/index.ts'
import { onCallKind } from '#lib/domain/on-call/index.ts'
import { pipelineKind } from '#lib/domain/pipelines/index.ts'
import { groupKind, policyKind } from '#lib/domain/policies/index.ts'
import { priceKind } from '#lib/domain/prices/index.ts'
import { ragPipelineKind } from '#lib/domain/rag/index.ts'
import { reviewRuleKind } from '#lib/domain/review-rules/index.ts'
import { freezeKind, strategyKind } from '#lib/domain/rollouts/index.ts'
import { runbookKind } from '#lib/domain/runbooks/index.ts'
import { scoringRuleKind } from '#lib/domain/scoring-rules/index.ts'
import { sloKind } from '#lib/domain/slos/index.ts'
import { toolKind } from '#lib/domain/tools/index.ts'
import type { ConfigKind } from '#lib/platform/config/rules.ts'

/**
 * Every kind of configuration object; one that another refers to comes before it. They are written in this order. A test
 * finds one that is left out.
 */
const all: readonly ConfigKind[] = [
  agentKind,
  toolKind,
  budgetKind,
  breakerKind,
  guardrailKind,
  groupKind,
  policyKind,
  channelKind,
  onCallKind,
  alertKind,
  pipelineKind,
  sloKind,
  strategyKind,
  freezeKind,
  priceKind,
  reviewRuleKind,
  judgeKind,
  scoringRuleKind,
  suiteKind,
  ragPipelineKind,
  runbookKind,
]

/** By the word in the address of their endpoints. */
export const kinds: ReadonlyMap<string, ConfigKind> = new Map(all.map(kind => [kind.contracts.plural, kind]))
