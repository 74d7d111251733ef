import type { PermissionRule } from '#lib/shared/permissions.ts'

export const permissions = {
  'rollouts.manage': { description: 'start, pause and end rollouts', role: 'lead', scopes: ['admin'] },
} as const satisfies Record<string, PermissionRule>

type RolloutsPermissions = typeof permissions
declare module '#lib/shared/permissions.ts' {
  interface PermissionTable extends RolloutsPermissions {}
}
