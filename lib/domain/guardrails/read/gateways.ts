import { z } from 'zod'
import type { Outcome } from '#lib/domain/guardrails/schemas.ts'
import { outcomeOfWord, severityOf, stageOfWord } from './verdict.ts'

/** What a gateway's guardrail answered, before it is said whose agent it was. */
export interface GatewayVerdict {
  name: string
  stage: 'input' | 'output' | 'tool'
  outcome: Outcome
  severity: 'info' | 'warning' | 'critical'
  message?: string
  details: Record<string, unknown>
}

export const gateways = ['litellm', 'nemo', 'lakera', 'generic'] as const
export type Gateway = (typeof gateways)[number]

const oneOrMore = <T extends z.ZodType>(of: T) => z.union([of.transform(one => [one]), z.array(of)])
const name = z.string().trim().min(1).max(200)

/** LiteLLM's standard logging payload: `guardrail_information`. A guardrail that failed to respond did not pass. */
const litellm = z
  .object({
    guardrail_information: oneOrMore(
      z.looseObject({
        guardrail_name: name,
        guardrail_mode: z.union([z.string(), z.array(z.string())]).optional(),
        guardrail_status: z.string(),
      }),
    ),
  })
  .transform(({ guardrail_information }): GatewayVerdict[] =>
    guardrail_information.map(({ guardrail_name, guardrail_mode, guardrail_status, ...details }) => {
      const outcome = outcomeOfWord(guardrail_status) ?? 'flagged'
      const stage = stageOfWord([guardrail_mode].flat().join(' '))
      return { name: guardrail_name, stage, outcome, severity: severityOf(null, outcome), details }
    }),
  )

/** NeMo Guardrails: the activated rails of a generation log. A rail with `stop` has halted the conversation. */
const nemo = z
  .object({
    log: z.object({
      activated_rails: z.array(z.looseObject({ type: z.string(), name, stop: z.boolean().default(false) })),
    }),
  })
  .transform(({ log }): GatewayVerdict[] =>
    log.activated_rails
      .filter(({ type }) => /input|output|tool|retrieval/.test(type))
      .map(({ type, name, stop, ...details }) => {
        const outcome = stop ? ('blocked' as const) : ('passed' as const)
        return { name, stage: stageOfWord(type), outcome, severity: severityOf(null, outcome), details }
      }),
  )

/** Lakera Guard v2: each detector of the breakdown. What it found it flags; the gateway decides whether that blocks. */
const lakera = z
  .object({
    flagged: z.boolean(),
    breakdown: z
      .array(z.looseObject({ detector_type: name, detected: z.boolean(), message_id: z.int().optional() }))
      .default([]),
    metadata: z.looseObject({}).optional(),
  })
  .transform(({ flagged, breakdown, metadata = {} }): GatewayVerdict[] => {
    const of = (detector: string, detected: boolean, details: Record<string, unknown>): GatewayVerdict => {
      const outcome = detected ? ('flagged' as const) : ('passed' as const)
      const attack = detected && /prompt_attack|jailbreak|injection/.test(detector)
      return {
        name: `lakera/${detector}`,
        stage: 'input',
        outcome,
        severity: attack ? 'critical' : severityOf(null, outcome),
        details,
      }
    }
    if (breakdown.length === 0) return [of('guard', flagged, metadata)]
    return breakdown.map(({ detector_type, detected, ...details }) =>
      of(detector_type, detected, { ...details, ...metadata }),
    )
  })

/** Gateways that tell stage, outcome, severity and details in words of their own. */
const generic = z
  .object({
    events: oneOrMore(
      z.looseObject({
        name,
        stage: z.string(),
        outcome: z.string(),
        severity: z.string().optional(),
        message: z.string().max(2_000).optional(),
      }),
    ),
  })
  .transform(({ events }, ctx): GatewayVerdict[] =>
    events.flatMap(({ name, stage, outcome: word, severity, message, ...details }, at) => {
      const outcome = outcomeOfWord(word)
      if (outcome === null) {
        ctx.addIssue({ code: 'custom', path: ['events', at, 'outcome'], message: `no outcome that is known: ${word}` })
        return []
      }
      const said = message === undefined ? {} : { message }
      return [{ name, stage: stageOfWord(stage), outcome, severity: severityOf(severity, outcome), ...said, details }]
    }),
  )

export const adapters: Record<Gateway, z.ZodType<GatewayVerdict[]>> = { litellm, nemo, lakera, generic }
