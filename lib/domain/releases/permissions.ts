import type { PermissionRule } from '#lib/shared/permissions.ts'

export const permissions = {
  'releases.read': { description: 'read releases', role: 'viewer', scopes: ['read', 'ci', 'agent', 'admin'] },
  'releases.register': { description: 'register releases', role: 'lead', scopes: ['ci', 'admin'] },
} as const satisfies Record<string, PermissionRule>

type ReleasesPermissions = typeof permissions
declare module '#lib/shared/permissions.ts' {
  interface PermissionTable extends ReleasesPermissions {}
}
