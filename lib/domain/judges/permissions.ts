import type { PermissionRule } from '#lib/shared/permissions.ts'

export const permissions = {
  'judges.manage': { description: 'set judges and scoring rules', role: 'lead', scopes: ['admin'] },
  'judges.label': { description: 'mark judge scores as right or wrong', role: 'operator', scopes: [] },
} as const satisfies Record<string, PermissionRule>

type JudgesPermissions = typeof permissions
declare module '#lib/shared/permissions.ts' {
  interface PermissionTable extends JudgesPermissions {}
}
