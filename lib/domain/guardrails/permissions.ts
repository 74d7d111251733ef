import type { PermissionRule } from '#lib/shared/permissions.ts'

export const permissions = {
  'guardrails.manage': { description: 'configure guardrails', role: 'lead', scopes: ['admin'] },
  'guardrails.evaluate': { description: 'run guardrails', role: 'operator', scopes: ['agent'] },
  'guardrails.report': { description: 'report what guardrails answered', role: null, scopes: ['ingest', 'agent'] },
} as const satisfies Record<string, PermissionRule>

type GuardrailsPermissions = typeof permissions
declare module '#lib/shared/permissions.ts' {
  interface PermissionTable extends GuardrailsPermissions {}
}
