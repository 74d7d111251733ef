import type { PermissionRule } from '#lib/shared/permissions.ts'

export const permissions = {
  'budgets.manage': { description: 'set budgets', role: 'lead', scopes: ['admin'] },
} as const satisfies Record<string, PermissionRule>

type BudgetsPermissions = typeof permissions
declare module '#lib/shared/permissions.ts' {
  interface PermissionTable extends BudgetsPermissions {}
}
