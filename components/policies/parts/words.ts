import type { PolicyFields } from '#lib/domain/policies/schemas.ts'

/** What a policy does, in words. */
export function outcomeWords({ outcome, quorum, groups, role, maxUses }: PolicyFields): string {
  if (outcome === 'deny') return 'deny'
  if (outcome === 'allow') return maxUses === null ? 'allow' : `allow ${maxUses} times`
  const parts = groups.map(({ group, count }) => `${count} of ${group}`)
  const people = quorum > 1 || parts.length === 0 ? `${quorum}` : ''
  const of = [people, parts.join(' and ')].filter(Boolean).join(', with ')
  return `approval by ${of}${role === null ? '' : `, ${role} or more`}`
}

const or = (values: readonly string[]) => values.join(' or ')

/** Which calls a policy is about, in words. */
export function aboutWords(policy: PolicyFields): string {
  const { agents, tools, environments, risks, arguments: args, touched } = policy
  const parts = [
    tools.length > 0 ? or(tools) : 'every tool',
    agents.length > 0 ? `of ${or(agents)}` : '',
    environments.length > 0 ? `in ${or(environments)}` : '',
    risks.length > 0 ? `at ${or(risks)} risk` : '',
    ...args.map(argumentWords),
    touched.length > 0 ? `after ${touched.join(' and ')}` : '',
  ]
  return parts.filter(Boolean).join(', ')
}

function argumentWords(predicate: PolicyFields['arguments'][number]): string {
  const { path } = predicate
  switch (predicate.op) {
    case 'eq':
      return `${path} is ${JSON.stringify(predicate.value)}`
    case 'in':
      return `${path} is one of ${predicate.values.map(each => JSON.stringify(each)).join(', ')}`
    case 'range':
      return [
        ...(predicate.min === undefined ? [] : [`${path} ≥ ${predicate.min}`]),
        ...(predicate.max === undefined ? [] : [`${path} ≤ ${predicate.max}`]),
      ].join(', ')
    case 'path-prefix':
      return `${path} under ${predicate.value}`
  }
}
