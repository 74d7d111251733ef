import type { PermissionRule } from '#lib/shared/permissions.ts'

export const permissions = {
  'permits.ask': { description: 'ask for permits', role: null, scopes: ['agent'] },
} as const satisfies Record<string, PermissionRule>

type PermitsPermissions = typeof permissions
declare module '#lib/shared/permissions.ts' {
  interface PermissionTable extends PermitsPermissions {}
}
