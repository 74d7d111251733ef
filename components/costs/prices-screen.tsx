'use client'

import { parseAsString, useQueryStates } from 'nuqs'
import { TimeRangePicker } from '#components/kit/time-range-picker.tsx'
import { PagesFrame } from '#components/shell/pages-frame.tsx'
import type { FormField } from '#lib/shared/config/form-fields.ts'
import { costPages } from './cost-pages.ts'
import styles from './costs.module.css'
import { PriceEntry } from './price-entry.tsx'
import { PriceTable } from './price-table.tsx'
import { Recomputes } from './recomputes.tsx'
import { UnpricedTable } from './unpriced-table.tsx'
import { useCostScope } from './use-cost-scope.ts'

/** The model whose price is set, and the first values of the form. They are in the URL, so that a link opens it. */
const priceParams = { price: parseAsString, provider: parseAsString }

/**
 * What models cost: those without a known price, those with a price of the project, and the recompute of what is
 * stored.
 */
export function PricesScreen({ fields }: { fields: readonly FormField[] }) {
  const { scope, setRange } = useCostScope()
  const [{ price, provider }, setParams] = useQueryStates(priceParams, { history: 'push' })
  const close = () => void setParams({ price: null, provider: null })
  return (
    <PagesFrame title="Costs" pages={costPages} tools={<TimeRangePicker range={scope.range} onChange={setRange} />}>
      <div className={styles.prices}>
        {price ? <PriceEntry key={price} model={price} provider={provider} fields={fields} onClose={close} /> : null}
        <UnpricedTable range={scope.range} />
        <PriceTable />
        <Recomputes />
      </div>
    </PagesFrame>
  )
}
