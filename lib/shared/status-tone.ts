export type Tone = 'ok' | 'running' | 'waiting' | 'warning' | 'critical' | 'neutral'

/** Names of shapes, not components: this module is pure and the kit draws them. */
export type StatusShape = 'check' | 'ring' | 'hourglass' | 'triangle' | 'octagon' | 'cross' | 'dash' | 'clock-off'

export interface StatusLook {
  tone: Tone
  shape: StatusShape
  label: string
}

export const look = (tone: Tone, shape: StatusShape, label: string): StatusLook => ({ tone, shape, label })

/** How each status of something looks. A domain has its tables in statuses.ts. */
export type StatusTable = Readonly<Record<string, StatusLook>>
/** Statuses of a table. Whoever shows one that the table lacks does not compile. */
export type StatusOf<T extends StatusTable> = keyof T & string

/** Tone, shape and word of a status. One the table lacks says its own name, neutrally: an honest "we do not know this". */
export function statusLook(table: StatusTable, status: string): StatusLook {
  return (Object.hasOwn(table, status) ? table[status] : undefined) ?? look('neutral', 'dash', status)
}
