import type { PermissionRule } from '#lib/shared/permissions.ts'

export const permissions = {
  'incidents.open': { description: 'open incidents', role: 'operator', scopes: ['agent', 'admin'] },
  'incidents.work': { description: 'work on incidents', role: 'operator', scopes: ['admin'] },
} as const satisfies Record<string, PermissionRule>

type IncidentsPermissions = typeof permissions
declare module '#lib/shared/permissions.ts' {
  interface PermissionTable extends IncidentsPermissions {}
}
