export type Tone = 'ok' | 'running' | 'waiting' | 'warning' | 'critical' | 'neutral'

/** Names of shapes, not components: this module is pure and the kit draws them. */
export type StatusShape = 'check' | 'ring' | 'hourglass' | 'triangle' | 'octagon' | 'cross' | 'dash' | 'clock-off'

export interface StatusLook {
  tone: Tone
  shape: StatusShape
  label: string
}

const look = (tone: Tone, shape: StatusShape, label: string): StatusLook => ({ tone, shape, label })

const statuses = {
  trace: {
    ok: look('ok', 'check', 'completed'),
    completedWithErrors: look('warning', 'triangle', 'completed with errors'),
    error: look('critical', 'octagon', 'failed'),
    running: look('running', 'ring', 'running'),
  },
  span: {
    ok: look('ok', 'check', 'ok'),
    error: look('critical', 'octagon', 'failed'),
    running: look('running', 'ring', 'running'),
  },
  approval: {
    pending: look('waiting', 'hourglass', 'waiting'),
    approved: look('ok', 'check', 'approved'),
    rejected: look('critical', 'cross', 'rejected'),
    expired: look('neutral', 'clock-off', 'expired'),
    cancelled: look('neutral', 'dash', 'cancelled'),
    superseded: look('neutral', 'dash', 'superseded'),
    claimed: look('running', 'ring', 'executing'),
    executed: look('ok', 'check', 'executed'),
    failed: look('critical', 'octagon', 'failed'),
    unknown: look('warning', 'triangle', 'outcome unknown'),
  },
  risk: {
    low: look('neutral', 'dash', 'low'),
    normal: look('neutral', 'dash', 'normal'),
    medium: look('neutral', 'dash', 'medium'),
    high: look('warning', 'triangle', 'high'),
    critical: look('critical', 'octagon', 'critical'),
  },
  key: {
    active: look('ok', 'check', 'active'),
    revoked: look('neutral', 'dash', 'revoked'),
    expired: look('neutral', 'clock-off', 'expired'),
  },
  member: {
    active: look('ok', 'check', 'active'),
    invited: look('waiting', 'hourglass', 'invited'),
    deactivated: look('neutral', 'dash', 'deactivated'),
  },
  audit: {
    ok: look('ok', 'check', 'done'),
    denied: look('critical', 'cross', 'denied'),
  },
} as const satisfies Record<string, Record<string, StatusLook>>

export type StatusDomain = keyof typeof statuses
/** Statuses of a domain. Whoever shows one that the table lacks does not compile. */
export type StatusOf<D extends StatusDomain> = keyof (typeof statuses)[D] & string

/** Tone, shape and word of a status. One the table lacks says its own name, neutrally: an honest "we do not know this". */
export function statusLook(domain: StatusDomain, status: string): StatusLook {
  const table: Record<string, StatusLook> = statuses[domain]
  return (Object.hasOwn(table, status) ? table[status] : undefined) ?? look('neutral', 'dash', status)
}
