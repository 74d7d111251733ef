/** Who may do what: one table, read by the server's check and by the button that explains why it is disabled. */
export const roles = ['viewer', 'operator', 'lead', 'admin'] as const
export type Role = (typeof roles)[number]

export const scopes = ['ingest', 'agent', 'ci', 'read', 'admin'] as const
export type Scope = (typeof scopes)[number]

interface Rule {
  /** Plain words, completing "you may …". */
  description: string
  /** The least role of a person; null: no person through this door. */
  role: Role | null
  /** Scopes of keys that may; empty: people only. */
  scopes: readonly Scope[]
}

export const permissions = {
  'instance.public': { description: 'use what needs no sign-in', role: 'viewer', scopes },
  'project.read': { description: 'read everything but secrets', role: 'viewer', scopes: ['read', 'admin'] },
  'stream.read': { description: 'follow what changes', role: 'viewer', scopes: ['read', 'agent', 'admin'] },
  'traces.ingest': { description: 'send traces', role: null, scopes: ['ingest'] },
  'traces.read': { description: 'read traces', role: 'viewer', scopes: ['read', 'admin'] },
  'traces.recompute': { description: 'recompute stored figures', role: 'admin', scopes: ['admin'] },
  'scores.write': { description: 'score', role: 'operator', scopes: ['ingest', 'ci', 'agent'] },
  'approvals.request': { description: 'ask for approval', role: null, scopes: ['agent'] },
  'approvals.follow': { description: 'follow an approval', role: 'viewer', scopes: ['agent', 'read', 'admin'] },
  'approvals.read': { description: 'read approvals', role: 'viewer', scopes: ['read', 'admin'] },
  'approvals.decide': { description: 'decide approvals', role: 'operator', scopes: [] },
  'approvals.settle': { description: 'settle unknown outcomes', role: 'operator', scopes: [] },
  'approvals.claim': { description: 'claim an approved action', role: null, scopes: ['agent'] },
  'approvals.cancel': { description: 'cancel a request', role: 'operator', scopes: ['agent'] },
  'policies.read': { description: 'read policies', role: 'viewer', scopes: ['read', 'admin'] },
  'process.read': { description: "read the process's own figures", role: 'viewer', scopes: ['read', 'admin'] },
  'audit.read': { description: 'read the audit log', role: 'viewer', scopes: ['read', 'admin'] },
  'account.self': { description: 'manage your own account', role: 'viewer', scopes: [] },
  'keys.manage': { description: 'manage API keys', role: 'admin', scopes: [] },
  'members.manage': { description: 'manage members', role: 'admin', scopes: [] },
} as const satisfies Record<string, Rule>

export type Permission = keyof typeof permissions

const roleAtLeast = (role: Role, least: Role) => roles.indexOf(role) >= roles.indexOf(least)

/** Why a person with this role may not, in one sentence, or null when they may. */
export function refusalForRole(permission: Permission, role: Role): string | null {
  const rule: Rule = permissions[permission]
  if (rule.role === null) return `Only an API key may ${rule.description}.`
  return roleAtLeast(role, rule.role) ? null : `Needs the role ${rule.role} to ${rule.description}; yours is ${role}.`
}

/** Why a key with these scopes may not, in one sentence, or null when it may. */
export function refusalForScopes(permission: Permission, own: readonly Scope[]): string | null {
  const rule: Rule = permissions[permission]
  if (rule.scopes.length === 0) return `No API key may ${rule.description}; a signed-in person must.`
  return rule.scopes.some(scope => own.includes(scope))
    ? null
    : `Needs a key with the scope ${rule.scopes.join(' or ')} to ${rule.description}.`
}
