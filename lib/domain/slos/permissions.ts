import type { PermissionRule } from '#lib/shared/permissions.ts'

export const permissions = {
  'slos.manage': { description: 'set service levels', role: 'lead', scopes: ['admin'] },
} as const satisfies Record<string, PermissionRule>

type SlosPermissions = typeof permissions
declare module '#lib/shared/permissions.ts' {
  interface PermissionTable extends SlosPermissions {}
}
