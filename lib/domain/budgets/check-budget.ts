import { invalid } from '#lib/shared/problem.ts'
import { type BudgetFields, fieldsOfKind } from './schemas.ts'

/** Throws 422 for a field that the kind does not have, or that it needs and lacks. */
export function checkBudget(fields: BudgetFields): void {
  for (const name of Object.keys(fields) as (keyof BudgetFields)[])
    if (name !== 'kind' && fields[name] !== null && !fieldsOfKind[fields.kind].includes(name))
      throw invalid(`A budget of the kind ${fields.kind} has no ${name}.`, `body.${name}`)
  if (fields.kind === 'rate') for (const name of ['permits', 'perSeconds'] as const) need(fields, name)
  if (fields.kind !== 'period') return
  need(fields, 'period')
  const scopes = [fields.agent, fields.release, fields.user].filter(one => one !== null)
  if (scopes.length > 1) throw invalid('Name an agent, a release or a user, or none of them for the project.', 'body')
  if (fields.softUsd === null && fields.hardUsd === null) throw invalid('Give a soft or a hard limit.', 'body.hardUsd')
  if (fields.softUsd !== null && fields.hardUsd !== null && Number(fields.softUsd) > Number(fields.hardUsd))
    throw invalid('The soft limit is above the hard limit.', 'body.softUsd')
}

function need(fields: BudgetFields, name: keyof BudgetFields): void {
  if (fields[name] === null) throw invalid(`A budget of the kind ${fields.kind} needs ${name}.`, `body.${name}`)
}
