import type { PermissionRule } from '#lib/shared/permissions.ts'

export const permissions = {
  'approvals.request': { description: 'ask for approval', role: null, scopes: ['agent'] },
  'approvals.follow': { description: 'follow an approval', role: 'viewer', scopes: ['agent', 'read', 'admin'] },
  'approvals.read': { description: 'read approvals', role: 'viewer', scopes: ['read', 'admin'] },
  'approvals.decide': { description: 'decide approvals', role: 'operator', scopes: [] },
  'approvals.settle': { description: 'settle unknown outcomes', role: 'operator', scopes: [] },
  'approvals.claim': { description: 'claim an approved action', role: null, scopes: ['agent'] },
  'approvals.cancel': { description: 'cancel a request', role: 'operator', scopes: ['agent'] },
} as const satisfies Record<string, PermissionRule>

type ApprovalsPermissions = typeof permissions
declare module '#lib/shared/permissions.ts' {
  interface PermissionTable extends ApprovalsPermissions {}
}
