import type { Metadata } from 'next'
import { PricesScreen } from '#components/costs/prices-screen.tsx'
import { priceFields } from '#lib/domain/prices/schemas.ts'
import { formFields } from '#lib/shared/config/form-fields.ts'

export const metadata: Metadata = { title: 'Prices' }

export default function PricesPage() {
  // There is one currency: nobody has to choose it.
  return <PricesScreen fields={formFields(priceFields).filter(({ name }) => name !== 'currency')} />
}
