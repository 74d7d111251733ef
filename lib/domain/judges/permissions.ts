import type { PermissionRule } from '#lib/shared/permissions.ts'

export const permissions = {
  'judges.manage': { description: 'set judges and what they score', role: 'lead', scopes: ['admin'] },
  'judges.label': { description: 'say whether a judge is right', role: 'operator', scopes: [] },
} as const satisfies Record<string, PermissionRule>

type JudgesPermissions = typeof permissions
declare module '#lib/shared/permissions.ts' {
  interface PermissionTable extends JudgesPermissions {}
}
