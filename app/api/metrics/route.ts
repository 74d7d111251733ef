import { openContext } from '#lib/http/handle.ts'
import { plain } from '#lib/http/plain.ts'
import { authorize } from '#lib/platform/auth/authorize.ts'
import { requestIdOf } from '#lib/platform/auth/request-facts.ts'
import { prometheus } from '#lib/platform/prometheus.ts'

export const GET = plain(
  {
    id: 'process.metrics',
    summary: "This process's own figures, for Prometheus",
    permission: 'process.read',
    produces: 'text/plain',
  },
  async request => {
    await authorize(await openContext(request, requestIdOf(request)), 'process.read')
    const { registry } = prometheus()
    return new Response(await registry.metrics(), {
      headers: { 'content-type': registry.contentType, 'cache-control': 'no-store' },
    })
  },
)
