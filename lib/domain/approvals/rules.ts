import type { DecisionKind, Reason, Risk, Status } from './schemas.ts'

/** Legal transitions; anything else is refused. */
export const transitions: Record<Status, readonly Status[]> = {
  pending: ['approved', 'rejected', 'expired', 'cancelled', 'superseded'],
  approved: ['claimed', 'expired', 'cancelled', 'superseded'],
  claimed: ['executed', 'failed', 'unknown'],
  unknown: ['executed', 'failed'],
  executed: [],
  failed: [],
  rejected: [],
  expired: [],
  cancelled: [],
  superseded: [],
}

export const canBecome = (from: Status, to: Status) => transitions[from].includes(to)
export const isTerminal = (status: Status) => transitions[status].length === 0
/** A waiting client has its answer: nothing more happens until the client itself acts. */
export const isSettledForAgent = (status: Status) => status !== 'pending'

/** Version of the seed rules; a receipt and the evidence name it. */
export const policyVersion = 'seed@1'

/** Always held, whoever asks and wherever. */
const dangerous: Record<string, Risk> = {
  delete_resource: 'critical',
  modify_production: 'critical',
  send_notification: 'high',
}

/**
 * The name a rule goes by: `mcp__ops__deleteResource`, `Delete-Resource` and `delete_resource` are one tool, so that a
 * spelling does not get around a rule. Used for holding more, never for letting through.
 */
export function toolKey(tool: string): string {
  const last =
    tool
      .normalize('NFKC')
      .replace(/[\p{Cf}\p{Cc}]/gu, '')
      .split(/__|[./:]/)
      .filter(Boolean)
      .at(-1) ?? ''
  return last
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_|_$/g, '')
}

const productionNames = new Set(['production', 'prod', 'prd', 'live'])

/** `prod`, `Production` and `production-eu` are production too: what is not known there is held. */
export function isProduction(environment: string): boolean {
  const words = environment
    .normalize('NFKC')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
  return words.some(word => productionNames.has(word)) && !words.some(word => word === 'non' || word === 'pre')
}

/** Tools known to be harmless enough for production; the registry of tools extends it. */
export type KnownTools = ReadonlySet<string>

export interface Verdict {
  outcome: 'hold' | 'allow'
  risk: Risk
  reasons: Reason[]
}

const rank: Record<Risk, number> = { normal: 0, high: 1, critical: 2 }
const worse = (a: Risk, b: Risk) => (rank[a] >= rank[b] ? a : b)

/** Judges a request. Pure. The agent's own risk can raise the verdict's, never lower it. */
export function judge(
  request: { tool: string; environment: string; risk?: Risk },
  known: KnownTools = new Set(),
): Verdict {
  const claimed = request.risk ?? 'normal'
  const key = toolKey(request.tool)
  const seeded = Object.hasOwn(dangerous, key) ? dangerous[key] : undefined
  if (seeded) {
    const message = `Destructive actions always need one operator: ${request.tool} is one of them.`
    return { outcome: 'hold', risk: worse(seeded, claimed), reasons: [{ rule: 'seed/destructive-actions', message }] }
  }
  if (claimed !== 'normal') {
    const message = `The agent itself calls this ${claimed} risk.`
    return { outcome: 'hold', risk: claimed, reasons: [{ rule: 'seed/declared-risk', message }] }
  }
  if (isProduction(request.environment) && !known.has(request.tool)) {
    const message = `No rule covers ${request.tool} in ${request.environment}, and what is not known there waits for a person.`
    return {
      outcome: 'hold',
      risk: worse('high', claimed),
      reasons: [{ rule: 'seed/unknown-tool-in-production', message }],
    }
  }
  const message = `No rule holds ${request.tool} in ${request.environment}.`
  return { outcome: 'allow', risk: claimed, reasons: [{ rule: 'seed/default-allow', message }] }
}

/** Seconds a request waits when it does not say. */
export const defaultExpirySeconds = 15 * 60
/** Seconds an executor has between claim and outcome before a person must look. */
export const claimLeaseSeconds = 300

export function statusAfter(kind: DecisionKind): 'approved' | 'rejected' {
  return kind === 'approve' || kind === 'edit' ? 'approved' : 'rejected'
}
