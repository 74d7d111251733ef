import type { Metadata } from 'next'
import { BudgetsScreen } from '#components/permits/budgets-screen.tsx'
import { budgetFields, fieldsOfKind } from '#lib/domain/budgets/schemas.ts'
import { formFields } from '#lib/shared/config/form-fields.ts'

export const metadata: Metadata = { title: 'Budgets' }

const all = formFields(budgetFields)
const ofKind = (kind: keyof typeof fieldsOfKind) =>
  fieldsOfKind[kind].flatMap(name => all.find(field => field.name === name) ?? [])

export default function BudgetsPage() {
  return <BudgetsScreen fields={{ run: ofKind('run'), period: ofKind('period'), rate: ofKind('rate') }} />
}
