import type { PermissionRule } from '#lib/shared/permissions.ts'

export const permissions = {
  'projects.manage': { description: 'create, rename and remove projects', role: 'admin', scopes: [] },
} as const satisfies Record<string, PermissionRule>

type ProjectPermissions = typeof permissions
declare module '#lib/shared/permissions.ts' {
  interface PermissionTable extends ProjectPermissions {}
}
