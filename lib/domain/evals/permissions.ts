import type { PermissionRule } from '#lib/shared/permissions.ts'

export const permissions = {
  'evals.manage': { description: 'set eval suites and their baselines', role: 'lead', scopes: ['ci', 'admin'] },
  'evals.report': { description: 'report eval runs', role: 'operator', scopes: ['ci', 'admin'] },
  'evals.accept': { description: 'accept traces as scenarios', role: 'operator', scopes: [] },
  'evals.read': { description: 'read eval runs and verdicts', role: 'viewer', scopes: ['read', 'ci', 'admin'] },
} as const satisfies Record<string, PermissionRule>

type EvalsPermissions = typeof permissions
declare module '#lib/shared/permissions.ts' {
  interface PermissionTable extends EvalsPermissions {}
}
