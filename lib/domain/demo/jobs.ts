import type { DomainWork } from '#lib/platform/jobs/work.ts'
import { setOnce } from '#lib/platform/registry.ts'
import { fleetsAtWork, runFleet } from './run-fleet.ts'

export const work: DomainWork = {
  ticks: [{ name: 'demo-fleet', everySeconds: 5, limitSeconds: 45, projects: fleetsAtWork, run: runFleet }],
  async atStart(_, { port, host }) {
    // Of this very server, also behind a proxy. All addresses of the machine include its own.
    const name = ['0.0.0.0', '::'].includes(host) ? '127.0.0.1' : host.includes(':') ? `[${host}]` : host
    setOnce('demo.target', `http://${name}:${port}`)
    return []
  },
}
