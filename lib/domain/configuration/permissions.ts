import type { PermissionRule } from '#lib/shared/permissions.ts'

export const permissions = {
  'configuration.apply': { description: 'apply a configuration file', role: 'lead', scopes: ['admin'] },
} as const satisfies Record<string, PermissionRule>

type ConfigurationPermissions = typeof permissions
declare module '#lib/shared/permissions.ts' {
  interface PermissionTable extends ConfigurationPermissions {}
}
