import type { PermissionRule } from '#lib/shared/permissions.ts'

export const permissions = {
  'assignment.evaluate': {
    description: 'ask which release serves',
    role: 'viewer',
    scopes: ['agent', 'read', 'admin'],
  },
  'assignment.serve': { description: 'set which release serves', role: 'lead', scopes: ['admin'] },
} as const satisfies Record<string, PermissionRule>

type AssignmentPermissions = typeof permissions
declare module '#lib/shared/permissions.ts' {
  interface PermissionTable extends AssignmentPermissions {}
}
