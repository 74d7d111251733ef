import type { PermissionRule } from '#lib/shared/permissions.ts'

export const permissions = {
  'review.manage': { description: 'set what people review', role: 'lead', scopes: ['admin'] },
  'review.score': { description: 'review traces', role: 'operator', scopes: [] },
} as const satisfies Record<string, PermissionRule>

type ReviewPermissions = typeof permissions
declare module '#lib/shared/permissions.ts' {
  interface PermissionTable extends ReviewPermissions {}
}
