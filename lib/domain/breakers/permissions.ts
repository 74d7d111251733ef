import type { PermissionRule } from '#lib/shared/permissions.ts'

export const permissions = {
  'breakers.manage': { description: 'set breakers', role: 'lead', scopes: ['admin'] },
  'breakers.operate': { description: 'open, reset or disable breakers', role: 'operator', scopes: ['admin'] },
} as const satisfies Record<string, PermissionRule>

type BreakersPermissions = typeof permissions
declare module '#lib/shared/permissions.ts' {
  interface PermissionTable extends BreakersPermissions {}
}
