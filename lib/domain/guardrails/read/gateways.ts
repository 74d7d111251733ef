import { z } from 'zod'
import type { Outcome } from '#lib/domain/guardrails/schemas.ts'
import { outcomeOfWord, severityOf, stageOfWord } from './verdict.ts'

/** What a gateway's guardrail answered, before the agent is added. */
interface GatewayVerdict {
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

/** What a guardrail was sent and what it found: words of the prompt, which are not kept here. */
const quoting = new Set(['guardrail_request', 'guardrail_response', 'match_details', 'classification'])

/**
 * LiteLLM's standard logging payload: `guardrail_information`. A guardrail that failed to respond did not pass; one that
 * masked something says `success`, and counts what it masked. If there are several modes the first is used: the report does not name the one that ran.
 */
const litellm = z
  .object({
    guardrail_information: oneOrMore(
      z.looseObject({
        guardrail_name: name.nullish(),
        guardrail_mode: z.union([z.string(), z.array(z.string()), z.looseObject({})]).nullish(),
        guardrail_status: z.string(),
        masked_entity_count: z.record(z.string(), z.number()).nullish(),
      }),
    ).nullable(),
  })
  .transform(({ guardrail_information }): GatewayVerdict[] =>
    (guardrail_information ?? [])
      .filter(({ guardrail_status }) => guardrail_status !== 'not_run')
      .map(({ guardrail_name, guardrail_mode, guardrail_status, ...rest }) => {
        const masked = Object.values(rest.masked_entity_count ?? {}).some(count => count > 0)
        const reported = outcomeOfWord(guardrail_status) ?? 'flagged'
        const outcome = reported === 'passed' && masked ? ('redacted' as const) : reported
        const [mode] = [guardrail_mode].flat()
        const stage = stageOfWord(typeof mode === 'string' ? mode : '')
        const details = Object.fromEntries(Object.entries(rest).filter(([key]) => !quoting.has(key)))
        return { name: guardrail_name ?? 'litellm', stage, outcome, severity: severityOf(null, outcome), details }
      }),
  )

const nemoAction = z.object({
  action_name: z.string(),
  return_value: z.unknown().transform(value => {
    const { decision, failed } = Object(value) as { decision?: unknown; failed?: unknown }
    return { decision: typeof decision === 'string' ? decision : null, failed: failed === true }
  }),
})

/**
 * NeMo Guardrails: the activated rails of a generation log. A rail with `stop` has halted the conversation; one whose
 * action has decided `transform` has changed the text. Its actions repeat the text, which is not kept here.
 */
const nemo = z
  .object({
    log: z.object({
      activated_rails: z.array(
        z.object({
          type: z.string(),
          name,
          stop: z.boolean().default(false),
          decisions: z.array(z.string()).default([]),
          executed_actions: z.array(nemoAction).default([]),
          duration: z.number().nullish(),
        }),
      ),
    }),
  })
  .transform(({ log }): GatewayVerdict[] =>
    log.activated_rails
      .filter(({ type }) => /input|output|tool|retrieval/.test(type))
      .map(({ type, name, stop, decisions, executed_actions, duration }) => {
        const transformed = executed_actions.some(({ return_value }) => return_value.decision === 'transform')
        const failed = executed_actions.some(({ return_value }) => return_value.failed)
        const outcome: Outcome = stop ? 'blocked' : transformed ? 'redacted' : failed ? 'flagged' : 'passed'
        const details = { decisions, actions: executed_actions.map(({ action_name }) => action_name), duration }
        return { name, stage: stageOfWord(type), outcome, severity: severityOf(null, outcome), details }
      }),
  )

/**
 * Lakera Guard v2: each detector of the breakdown. What it found it flags; the gateway decides whether that blocks. A
 * detector is set for input or output, and its id ends so; a message is named only where something was found in it. What
 * `payload` quotes of the messages is not kept here.
 */
const lakera = z
  .object({
    flagged: z.boolean(),
    breakdown: z
      .array(z.looseObject({ detector_type: name, detected: z.boolean(), detector_id: z.string().nullish() }))
      .nullish(),
    metadata: z.looseObject({}).optional(),
  })
  .transform(({ flagged, breakdown, metadata = {} }): GatewayVerdict[] => {
    const of = (detector: string, detected: boolean, details: Record<string, unknown>): GatewayVerdict => {
      const outcome = detected ? ('flagged' as const) : ('passed' as const)
      const attack = detected && /prompt_attack|jailbreak|injection/.test(detector)
      return {
        name: `lakera/${detector}`,
        stage: /-output$/.test(String(details.detector_id)) ? 'output' : 'input',
        outcome,
        severity: attack ? 'critical' : severityOf(null, outcome),
        details,
      }
    }
    const each = (breakdown ?? []).map(({ detector_type, detected, ...details }) =>
      of(detector_type, detected, { ...details, ...metadata }),
    )
    // Nobody says what has flagged it: it is flagged all the same.
    const told = each.length > 0 && (!flagged || each.some(({ outcome }) => outcome === 'flagged'))
    return told ? each : [of('guard', flagged, metadata), ...each]
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
      const text = message === undefined ? {} : { message }
      return [{ name, stage: stageOfWord(stage), outcome, severity: severityOf(severity, outcome), ...text, details }]
    }),
  )

export const adapters: Record<Gateway, z.ZodType<GatewayVerdict[]>> = { litellm, nemo, lakera, generic }
