import type { ToolRisk } from '#lib/domain/tools/schemas.ts'
import { isProduction, isUnreadable, squashed } from '#lib/shared/environment.ts'
import { type DecisionKind, type Reason, type Risk, type Status, statuses } from './schemas.ts'

/** Legal transitions; anything else is a conflict. */
const transitions: Record<Status, readonly Status[]> = {
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
/** The statuses from which a request may reach this one: the condition of every update that changes a status. */
export const statusesBefore = (to: Status): Status[] => statuses.filter(from => canBecome(from, to))

/** Whether the status is final. Until then a repeated request is answered with this one, even while it is `unknown`, because the action may have run. */
export const isSettled = (status: Status) => transitions[status].length === 0
export const openStatuses: Status[] = statuses.filter(status => !isSettled(status))
/** Whether a waiting client has its answer. Nothing more happens until the client itself acts. */
export const isAnswered = (status: Status) => status !== 'pending'

/** Version of the seed rules. Receipts and audit entries name it. */
export const policyVersion = 'seed@3'

/** A tool whose name contains one of these always needs approval, in every environment. */
const dangerous: readonly (readonly [name: string, risk: Risk])[] = [
  ['deleteresource', 'critical'],
  ['modifyproduction', 'critical'],
  ['sendnotification', 'high'],
]

/** The entry of the tool in the registry. */
interface Registered {
  risk: ToolRisk | null
  /** Needs no approval in production merely because no rule covers it. */
  knownInProduction: boolean
}
const notRegistered: Registered = { risk: null, knownInProduction: false }

export interface PolicyAnswer {
  outcome: 'allow' | 'needs_approval'
  risk: Risk
  reasons: Reason[]
}

const rank: Record<Risk, number> = { normal: 0, high: 1, critical: 2 }
const worse = (a: Risk, b: Risk) => (rank[a] >= rank[b] ? a : b)

const knownRisk = ({ risk }: Registered): Risk => (risk === null || risk === 'low' ? 'normal' : risk)

/** The higher of two risks: the one that the agent declares and the one in the registry of tools. */
export const statedRisk = (declared: Risk = 'normal', registered: Registered = notRegistered): Risk =>
  worse(declared, knownRisk(registered))

/** What the seed rules answer to a request. Pure. The risk that the agent declares can raise the risk, never lower it. */
export function applyPolicy(
  { tool, environment, risk: declared = 'normal' }: { tool: string; environment: string; risk?: Risk },
  registered: Registered = notRegistered,
): PolicyAnswer {
  const known = knownRisk(registered)
  const stated = worse(declared, known)
  const needsApproval = (rule: string, least: Risk, message: string): PolicyAnswer => ({
    outcome: 'needs_approval',
    risk: worse(least, stated),
    reasons: [{ rule: `seed/${rule}`, message }],
  })
  const name = squashed(tool)
  const seeded = dangerous.find(([each]) => name.includes(each))
  if (seeded) return needsApproval('destructive-actions', seeded[1], `${tool} always needs an operator's approval.`)
  if (known !== 'normal') return needsApproval('registered-risk', known, `${tool} is registered as ${known} risk.`)
  if (declared !== 'normal')
    return needsApproval('declared-risk', declared, `The agent itself calls this ${declared} risk.`)
  if (isUnreadable(tool)) {
    const message = `The name ${tool} has characters that are not plain ASCII, so it may only look like another tool's name.`
    return needsApproval('unreadable-name', 'high', message)
  }
  if (isProduction(environment) && !registered.knownInProduction) {
    const message = `No rule covers ${tool}, and in ${environment} every tool without a rule needs approval.`
    return needsApproval('unknown-tool-in-production', 'high', message)
  }
  const message = `No rule asks for approval of ${tool} in ${environment}.`
  return { outcome: 'allow', risk: stated, reasons: [{ rule: 'seed/default-allow', message }] }
}

/** Seconds that a request waits by default. */
export const defaultExpirySeconds = 15 * 60
/** Seconds that an executor has between claim and outcome. After that the status is unknown, and a person settles it. */
export const claimLeaseSeconds = 300

export function statusAfter(kind: DecisionKind): 'approved' | 'rejected' {
  return kind === 'approve' || kind === 'edit' ? 'approved' : 'rejected'
}
