import type { PermissionRule } from '#lib/shared/permissions.ts'

export const permissions = {
  'policies.manage': { description: 'change policies and groups of approvers', role: 'lead', scopes: ['admin'] },
} as const satisfies Record<string, PermissionRule>

type PoliciesPermissions = typeof permissions
declare module '#lib/shared/permissions.ts' {
  interface PermissionTable extends PoliciesPermissions {}
}
