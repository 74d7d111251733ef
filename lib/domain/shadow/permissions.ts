import type { PermissionRule } from '#lib/shared/permissions.ts'

export const permissions = {
  'shadow.report': { description: 'report pairs of answers', role: 'operator', scopes: ['agent', 'ingest', 'admin'] },
} as const satisfies Record<string, PermissionRule>

type ShadowPermissions = typeof permissions
declare module '#lib/shared/permissions.ts' {
  interface PermissionTable extends ShadowPermissions {}
}
