import type { PermissionRule } from '#lib/shared/permissions.ts'

export const permissions = {
  'costs.record': { description: 'record costs', role: null, scopes: ['ingest'] },
} as const satisfies Record<string, PermissionRule>

type CostsPermissions = typeof permissions
declare module '#lib/shared/permissions.ts' {
  interface PermissionTable extends CostsPermissions {}
}
