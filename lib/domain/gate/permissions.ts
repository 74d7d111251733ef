import type { PermissionRule } from '#lib/shared/permissions.ts'

export const permissions = {
  'gate.connect': { description: 'connect an MCP client', role: null, scopes: ['agent', 'read', 'admin'] },
} as const satisfies Record<string, PermissionRule>

type GatePermissions = typeof permissions
declare module '#lib/shared/permissions.ts' {
  interface PermissionTable extends GatePermissions {}
}
