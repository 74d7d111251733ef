'use client'

import { useQueryClient } from '@tanstack/react-query'
import { ConfigForm } from '#components/kit/config/config-form.tsx'
import { useShell } from '#components/shell/shell-context.ts'
import { useContract } from '#lib/client/use-contract.ts'
import { denialForRole } from '#lib/domain/list.ts'
import { priceConfig, priceHistoryContract } from '#lib/domain/prices/contract.ts'
import type { FormField } from '#lib/shared/config/form-fields.ts'
import { isProblem } from '#lib/shared/problem.ts'
import styles from './costs.module.css'
import { PriceHistory } from './price-history.tsx'

interface Props {
  model: string
  /** The provider of the calls without a price. */
  provider: string | null
  fields: readonly FormField[]
  onClose: () => void
}

/** The price of one model as a form, with its history. */
export function PriceEntry({ model, provider, fields, onClose }: Props) {
  const queries = useQueryClient()
  const denial = denialForRole('prices.manage', useShell().user.role)
  const { data, error } = useContract(priceConfig.get, { params: { slug: model } })
  const fresh = isProblem(error) && error.fields.status === 404
  const known = data ?? (fresh ? { revision: 0, provider } : null)
  const done = () => {
    void queries.invalidateQueries({ queryKey: [priceConfig.list.id] })
    void queries.invalidateQueries({ queryKey: [priceConfig.get.id] })
    void queries.invalidateQueries({ queryKey: [priceHistoryContract.id] })
    onClose()
  }
  const exists = data !== undefined && data.archivedAt === null
  return (
    <section className={styles.entry} aria-label={`Price of ${model}`}>
      <h3>Price of {model}</h3>
      <p className="hp-muted">
        US dollars for a million tokens. Calls that are stored already keep their cost until they are recomputed.
      </p>
      {denial ? <p>{denial}</p> : null}
      {known && !denial ? (
        <ConfigForm
          key={known.revision}
          kind={priceConfig}
          slug={model}
          fields={fields}
          object={known}
          exists={exists}
          action={exists ? 'Save price' : 'Set price'}
          deletion={{
            action: `End the price of ${model}`,
            effect:
              'From now on calls cost what the price list says, if it knows the model. Stored calls keep their cost.',
          }}
          onDone={done}
          onCancel={onClose}
        />
      ) : null}
      {data ? <PriceHistory model={model} /> : null}
    </section>
  )
}
