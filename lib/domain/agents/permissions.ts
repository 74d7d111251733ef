import type { PermissionRule } from '#lib/shared/permissions.ts'

export const permissions = {
  'agents.stop': { description: 'switch agents off', role: 'operator', scopes: ['admin'] },
  'agents.resume': { description: 'switch agents on again', role: 'admin', scopes: [] },
  'agents.manage': { description: 'register agents', role: 'lead', scopes: ['admin'] },
} as const satisfies Record<string, PermissionRule>

type AgentsPermissions = typeof permissions
declare module '#lib/shared/permissions.ts' {
  interface PermissionTable extends AgentsPermissions {}
}
