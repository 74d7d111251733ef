import { Counter, Gauge } from 'prom-client'
import { prometheus } from '#lib/platform/prometheus.ts'
import { once } from '#lib/platform/registry.ts'
import type { DueProject } from './claim.ts'

/** What this process knows of one tick. */
export class TickFigures {
  /** Seconds since 1970 of the last run that ended well here; null: none yet. */
  lastRun: number | null = null
  /** Of the last run, ended well or not. */
  lastSeconds: number | null = null
  runs = 0
  failures = 0
  #late = 0
  #lookedAt = performance.now()

  looked(due: readonly DueProject[], now: Date): void {
    this.#late = Math.max(0, ...due.map(({ since }) => (since ? now.getTime() - since.getTime() : 0))) / 1000
    this.#lookedAt = performance.now()
  }

  ran(ms: number, well: boolean): void {
    this.runs += 1
    this.lastSeconds = ms / 1000
    if (well) this.lastRun = Date.now() / 1000
    else this.failures += 1
  }

  /** Seconds for which the project that waits longest is due. Grows too while the loop does not come round to look. */
  overdue(now: number = performance.now()): number {
    return this.#late + Math.max(0, (now - this.#lookedAt) / 1000 - 1)
  }
}

interface Shown {
  name: string
  figures: TickFigures
}

/** Shows the figures of these ticks under `/api/metrics`, in place of those shown before. */
export function showTicks(ticks: readonly Shown[]): void {
  once('ticks.shown', () => ({ ticks: exported() })).ticks.splice(0, Number.POSITIVE_INFINITY, ...ticks)
}

function exported(): Shown[] {
  const shown: Shown[] = []
  const labels = { labelNames: ['tick'] as const, registers: [prometheus().registry] }
  const show = (name: string, help: string, read: (figures: TickFigures) => number | null) =>
    new Gauge({
      name: `holdpoint_tick_${name}`,
      help,
      ...labels,
      collect() {
        this.reset()
        for (const { name: tick, figures } of shown) {
          const value = read(figures)
          if (value !== null) this.set({ tick }, value)
        }
      },
    })
  const count = (name: string, help: string, read: (figures: TickFigures) => number) =>
    new Counter({
      name: `holdpoint_tick_${name}_total`,
      help,
      ...labels,
      collect() {
        this.reset()
        for (const { name: tick, figures } of shown) this.inc({ tick }, read(figures))
      },
    })
  show('last_run_timestamp_seconds', 'When a run last succeeded in this process', figures => figures.lastRun)
  show('last_duration_seconds', 'How long the last run took', figures => figures.lastSeconds)
  show('overdue_seconds', 'How long the longest waiting project has been due', figures => figures.overdue())
  count('runs', 'Runs for a project', figures => figures.runs)
  count('failures', 'Runs that failed or took too long', figures => figures.failures)
  return shown
}
