import { z } from 'zod'
import { optional } from '#lib/shared/config/contracts.ts'
import { instant } from '#lib/shared/instant.ts'
import { usdFault } from '#lib/shared/usd-fault.ts'

/** More than this for a million tokens is a mistake: the most expensive model costs a hundredth of it. */
const maxUsdPerMillion = 10_000

const limits = {
  ...{ what: 'a price', example: '2.5', places: 6, placesWord: 'six' },
  ...{ most: maxUsdPerMillion, tooMuch: 'more than 10,000 dollars for a million tokens' },
}

const text = z.string().trim().max(40)
const check = (value: string | number | null, ctx: z.RefinementCtx) => {
  const fault = value === null ? null : usdFault(String(value), limits)
  if (fault) ctx.addIssue({ code: 'custom', message: fault })
}
const written = 'US dollars, as a decimal string or a number'

/** Kept as text without trailing zeros, so that parsing it again gives the same text. */
const rate = z
  .union([text, z.number()], written)
  .superRefine(check)
  .overwrite(value => (typeof value === 'number' ? value : plain(value)))
  .meta({ examples: ['2.5'] })
const optionalRate = z
  .union([text, z.number(), z.null()], written)
  .superRefine(check)
  .overwrite(value => (typeof value === 'string' ? plain(value) : value))
  .default(null)

const plain = (text: string) => (text.includes('.') ? text.replace(/\.?0+$/, '') : text)

const usd = 'US dollars for a million tokens, with at most six decimals'
const earliest = Date.parse('2020-01-01T00:00:00Z')
const latest = Date.parse('2100-01-01T00:00:00Z')

export const priceFields = {
  provider: optional(z.string().trim().min(1).max(200)).meta({
    title: 'Provider',
    description: 'Only calls that this provider served; empty: any provider',
  }),
  inputUsdPerMillion: rate.meta({ title: 'Input', description: usd }),
  outputUsdPerMillion: rate.meta({ title: 'Output', description: `${usd}; reasoning is output` }),
  cachedInputUsdPerMillion: optionalRate.meta({
    title: 'Cached input',
    description: 'Tokens read from the cache; empty: as input',
  }),
  cacheWriteUsdPerMillion: optionalRate.meta({
    title: 'Cache writes',
    description: 'Tokens written to the cache; empty: as input',
  }),
  currency: z.literal('USD', 'only USD is accepted: convert it first').default('USD'),
  validFrom: optional(
    instant.refine(
      text => Date.parse(text) >= earliest && Date.parse(text) < latest,
      'between the years 2020 and 2100',
    ),
  ).meta({
    title: 'Valid from',
    description:
      'Calls that began from then on; empty: from when it is set. Calls stored before keep their cost until they are recomputed',
  }),
}

const time = z.iso.datetime({ precision: 6 })

export const priceVersion = z.strictObject({
  revision: z.int(),
  validFrom: time,
  ends: z.boolean().meta({ description: 'From then on your own price no longer applies' }),
  provider: z.string().nullable(),
  inputUsdPerMillion: z.string(),
  outputUsdPerMillion: z.string(),
  cachedInputUsdPerMillion: z.string().nullable(),
  cacheWriteUsdPerMillion: z.string().nullable(),
  setAt: time,
  setBy: z.string(),
  holds: z.boolean().meta({ description: 'It prices calls that begin now' }),
})

export const priceHistory = z.strictObject({
  model: z.string(),
  versions: z.array(priceVersion).meta({ description: 'Newest first' }),
})
