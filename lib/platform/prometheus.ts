import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import { once } from './registry.ts'

interface Figures {
  registry: Registry
  requests: Counter<'method' | 'route' | 'status'>
  seconds: Histogram<'method' | 'route'>
}

/** The process's own figures, for Prometheus at `/api/metrics`. */
export const prometheus = (): Figures =>
  once('prometheus', () => {
    const registry = new Registry()
    collectDefaultMetrics({ register: registry })
    const requests = new Counter({
      name: 'holdpoint_http_requests_total',
      help: 'Answered requests of the API, by route',
      labelNames: ['method', 'route', 'status'] as const,
      registers: [registry],
    })
    const seconds = new Histogram({
      name: 'holdpoint_http_request_seconds',
      help: 'Time to the start of an answer; long polls and streams wait by design',
      labelNames: ['method', 'route'] as const,
      buckets: [0.005, 0.02, 0.1, 0.5, 2, 10, 60],
      registers: [registry],
    })
    return { registry, requests, seconds }
  })

/** Adds a figure that is read when somebody asks for it. */
export function gauge(name: string, help: string, read: () => number): void {
  const collect = function (this: Gauge) {
    this.set(read())
  }
  new Gauge({ name, help, registers: [prometheus().registry], collect })
}
