import type { PermissionRule } from '#lib/shared/permissions.ts'

export const permissions = {
  'account.self': { description: 'manage your own account', role: 'viewer', scopes: [] },
  'keys.manage': { description: 'manage API keys', role: 'admin', scopes: [] },
  'members.manage': { description: 'manage members', role: 'admin', scopes: [] },
} as const satisfies Record<string, PermissionRule>

type AccessPermissions = typeof permissions
declare module '#lib/shared/permissions.ts' {
  interface PermissionTable extends AccessPermissions {}
}
