import type { PermissionRule } from '#lib/shared/permissions.ts'

export const permissions = {
  'prices.manage': { description: 'set prices', role: 'lead', scopes: ['admin'] },
} as const satisfies Record<string, PermissionRule>

type PricesPermissions = typeof permissions
declare module '#lib/shared/permissions.ts' {
  interface PermissionTable extends PricesPermissions {}
}
