import type { PermissionRule } from '#lib/shared/permissions.ts'

export const permissions = {
  'audit.read': { description: 'read the audit log', role: 'viewer', scopes: ['read', 'admin'] },
} as const satisfies Record<string, PermissionRule>

type AuditPermissions = typeof permissions
declare module '#lib/shared/permissions.ts' {
  interface PermissionTable extends AuditPermissions {}
}
