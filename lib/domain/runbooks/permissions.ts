import type { PermissionRule } from '#lib/shared/permissions.ts'

export const permissions = {
  'runbooks.manage': { description: 'write runbooks', role: 'lead', scopes: ['admin'] },
} as const satisfies Record<string, PermissionRule>

type RunbooksPermissions = typeof permissions
declare module '#lib/shared/permissions.ts' {
  interface PermissionTable extends RunbooksPermissions {}
}
