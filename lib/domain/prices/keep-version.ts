import type { z } from 'zod'
import { fieldsOf } from '#lib/platform/config/rows.ts'
import type { ConfigRules } from '#lib/platform/config/rules.ts'
import { usdToNanos } from '#lib/shared/money.ts'
import { priceConfig } from './contract.ts'
import type { priceFields } from './schemas.ts'

type Fields = z.output<z.ZodObject<typeof priceFields>>

/** Adds the entry to the history, in the transaction of the change. Only the history decides what spans cost. */
export const keepVersion: NonNullable<ConfigRules['keep']> = async (tx, ctx, what, row) => {
  const fields: Fields = fieldsOf(priceConfig, row)
  const ends = what === 'archived'
  const nanos = (rate: string | number | null) => (rate === null ? null : usdToNanos(String(rate)))
  await tx.prisma.priceVersion.create({
    data: {
      projectId: ctx.projectId,
      model: row.slug,
      revision: row.revision,
      validFrom: ends || fields.validFrom === null ? row.updatedAt : new Date(fields.validFrom),
      ends,
      provider: fields.provider,
      inputNanos: usdToNanos(String(fields.inputUsdPerMillion)),
      outputNanos: usdToNanos(String(fields.outputUsdPerMillion)),
      cachedInputNanos: nanos(fields.cachedInputUsdPerMillion),
      cacheWriteNanos: nanos(fields.cacheWriteUsdPerMillion),
      setAt: row.updatedAt,
      setBy: row.updatedByLabel,
    },
  })
}
