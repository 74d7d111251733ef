import type { DomainWork } from '#lib/platform/jobs/work.ts'
import { setOnce } from '#lib/platform/registry.ts'
import { fleetsAtWork, runFleet } from './run-fleet.ts'

export const work: DomainWork = {
  ticks: [{ name: 'demo-fleet', everySeconds: 5, limitSeconds: 45, projects: fleetsAtWork, run: runFleet }],
  async atStart(_, { port, host }) {
    // The address of this server itself, even behind a proxy. If it listens on all addresses, that includes the local
    // one.
    const name = ['0.0.0.0', '::'].includes(host) ? '127.0.0.1' : host.includes(':') ? `[${host}]` : host
    setOnce('demo.target', `http://${name}:${port}`)
    return []
  },
}
