import type { PermissionRule } from '#lib/shared/permissions.ts'

export const permissions = {
  'alerts.manage': { description: 'set alert rules', role: 'lead', scopes: ['admin'] },
  'alerts.silence': { description: 'silence alerts', role: 'operator', scopes: ['admin'] },
} as const satisfies Record<string, PermissionRule>

type AlertsPermissions = typeof permissions
declare module '#lib/shared/permissions.ts' {
  interface PermissionTable extends AlertsPermissions {}
}
