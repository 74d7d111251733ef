import type { PermissionRule } from '#lib/shared/permissions.ts'

export const permissions = {
  'tools.manage': { description: 'register tools', role: 'lead', scopes: ['admin'] },
} as const satisfies Record<string, PermissionRule>

type ToolsPermissions = typeof permissions
declare module '#lib/shared/permissions.ts' {
  interface PermissionTable extends ToolsPermissions {}
}
