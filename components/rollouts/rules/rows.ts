/**
 * Phases, gates and windows in the form of their rows: per cent, minutes and hours instead of basis points and seconds.
 */
export interface PhaseRow {
  share: string
  minutes: string
  holdHours: string
  requests: string
  approval: boolean
}

const text = (value: unknown, by = 1) => (typeof value === 'number' ? String(Math.round((value / by) * 1e6) / 1e6) : '')
/** What is not a number is sent unchanged, so that the server names the field instead of leaving it out. */
const number = (typed: string, by = 1) => {
  if (typed.trim() === '') return undefined
  const value = Number(typed.replace(',', '.'))
  return Number.isNaN(value) ? typed : Math.round(value * by * 1e6) / 1e6
}

export const phaseRows = {
  read: (phases: readonly Record<string, unknown>[]): PhaseRow[] =>
    phases.map(({ weightBps, seconds, holdSeconds, minimumRequests, approval }) => ({
      ...{ share: text(weightBps, 100), minutes: text(seconds, 60), holdHours: text(holdSeconds, 3_600) },
      ...{ requests: text(minimumRequests), approval: approval === true },
    })),
  write: (rows: readonly PhaseRow[]) =>
    rows.map(({ share, minutes, holdHours, requests, approval }) => ({
      ...{ weightBps: number(share, 100), seconds: number(minutes, 60), holdSeconds: number(holdHours, 3_600) },
      ...{ minimumRequests: number(requests), approval },
    })),
}

export const gateInputs = [
  { name: 'maximumErrorRate', label: 'Error rate below, %', by: 100 },
  { name: 'qualityMargin', label: 'Quality may fall by', by: 1 },
  { name: 'costIncrease', label: 'Cost may grow by, %', by: 100 },
] as const
type GateRow = Record<(typeof gateInputs)[number]['name'], string>

export const gateRow = {
  read: (gates: Record<string, unknown>): GateRow =>
    Object.fromEntries(
      gateInputs.map(({ name, by }) => [name, typeof gates[name] === 'number' ? text(gates[name], 1 / by) : '']),
    ) as GateRow,
  /** Empty means not judged, which differs from the default. */
  write: (row: GateRow) =>
    Object.fromEntries(gateInputs.map(({ name, by }) => [name, number(row[name], 1 / by) ?? null])),
}

export const weekDays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']
export interface WindowRow {
  days: string[]
  from: string
  to: string
}
