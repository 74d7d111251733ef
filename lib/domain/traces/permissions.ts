import type { PermissionRule } from '#lib/shared/permissions.ts'

export const permissions = {
  'traces.ingest': { description: 'send traces', role: null, scopes: ['ingest'] },
  'traces.read': { description: 'read traces', role: 'viewer', scopes: ['read', 'admin'] },
  'traces.recompute': { description: 'recompute stored figures', role: 'admin', scopes: ['admin'] },
  'scores.write': { description: 'score', role: 'operator', scopes: ['ingest', 'ci', 'agent'] },
} as const satisfies Record<string, PermissionRule>

type TracesPermissions = typeof permissions
declare module '#lib/shared/permissions.ts' {
  interface PermissionTable extends TracesPermissions {}
}
