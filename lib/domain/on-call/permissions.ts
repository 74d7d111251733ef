import type { PermissionRule } from '#lib/shared/permissions.ts'

export const permissions = {
  'on-call.manage': { description: 'set who is on call', role: 'lead', scopes: ['admin'] },
  'on-call.acknowledge': { description: 'acknowledge pages', role: 'operator', scopes: ['admin'] },
} as const satisfies Record<string, PermissionRule>

type OnCallPermissions = typeof permissions
declare module '#lib/shared/permissions.ts' {
  interface PermissionTable extends OnCallPermissions {}
}
