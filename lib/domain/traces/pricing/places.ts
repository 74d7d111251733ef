import type { ModelPrice } from '@pydantic/genai-prices'
import { times } from './more-rates.ts'

/** Where a cloud serves a model, as the model's name says: Bedrock's part of the world, Azure's data zone. */
export interface Place {
  cloud: 'aws' | 'azure'
  name: string
}

interface Row {
  cloud: Place['cloud']
  places: RegExp
  models: RegExp
  /** The list's rates, a multiple of them, or others; null where nobody knows. */
  rates: 'listed' | number | Readonly<ModelPrice> | null
  source: string
}

const bedrock = 'aws.amazon.com/bedrock/pricing'
const azure = 'azure.microsoft.com/pricing/details/azure-openai'

/** The first row that fits decides. */
const rows: readonly Row[] = [
  {
    cloud: 'azure',
    places: /^(us|eu)$/,
    models: /^(gpt-[45]|gpt-35|o\d|codex|computer-use|text-embedding)/i,
    rates: 1.1,
    source: `${azure}: Data Zone, a tenth more than Global`,
  },
  { cloud: 'azure', places: /^global/, models: /./, rates: 'listed', source: azure },
  { cloud: 'azure', places: /./, models: /./, rates: null, source: azure },
  {
    cloud: 'aws',
    places: /^us-gov$/,
    // The list has these with a tenth more, as in any other region.
    models: /claude-(?!3|v?2|instant|(sonnet|opus)-4(-0|-1)?(@|-\d{8}|-v|$))/,
    rates: 12 / 11,
    source: `${bedrock}, GovCloud: a fifth more than global`,
  },
  {
    cloud: 'aws',
    places: /^us-gov$/,
    models: /claude-|amazon\.nova-(micro|lite|pro)-v1/,
    rates: 1.2,
    source: `${bedrock}, GovCloud`,
  },
  {
    cloud: 'aws',
    places: /^global$/,
    models: /openai\.gpt-\d/,
    rates: 10 / 11,
    source: `${bedrock}: the list has the regional price, a tenth more than global`,
  },
  { cloud: 'aws', places: /^(us|global)$/, models: /./, rates: 'listed', source: bedrock },
  {
    cloud: 'aws',
    places: /^(?!us-gov)/,
    models: /claude-/,
    rates: 'listed',
    source: `${bedrock}: the list has its regions`,
  },
  ...nova('eu', { micro: [0.046, 0.0115, 0.184], lite: [0.078, 0.0195, 0.312], pro: [1.05, 0.2625, 4.2] }),
  ...nova('ap', { micro: [0.037, 0.00925, 0.148], lite: [0.063, 0.01575, 0.252], pro: [0.84, 0.21, 3.36] }),
  { cloud: 'aws', places: /^ca$/, models: /amazon\.nova-(micro|lite|pro)-v1/, rates: 'listed', source: bedrock },
  {
    cloud: 'aws',
    places: /./,
    models: /./,
    rates: null,
    source: `${bedrock}: most models have a price of their own in each region; the list has that of the United States`,
  },
]

function nova(place: string, models: Record<string, [input: number, cached: number, output: number]>): Row[] {
  return Object.entries(models).map(([model, [input, cached, output]]) => ({
    cloud: 'aws',
    places: new RegExp(`^${place}`),
    models: new RegExp(`amazon\\.nova-${model}-v1`),
    rates: { input_mtok: input, cache_read_mtok: cached, output_mtok: output },
    source: bedrock,
  }))
}

/** The rates of a model at a place; null when nobody knows them. */
export function atPlace(listed: ModelPrice, place: Place | null, model: string): ModelPrice | null {
  if (place === null) return listed
  const row = rows.find(
    ({ cloud, places, models }) => cloud === place.cloud && places.test(place.name) && models.test(model),
  )
  const rates = row?.rates ?? null
  if (rates === null) return null
  if (rates === 'listed') return listed
  if (typeof rates !== 'number') return rates
  return Object.fromEntries(
    Object.entries(listed).map(([key, rate]) => [key, key.endsWith('_mtok') ? times(rate, rates) : rate]),
  )
}

/** Names of places in Bedrock's and LiteLLM's names of models. */
const world = /(^|[/:])(us-gov|us|eu|apac|ap|jp|au|ca|sa|mx|in|me|af|il|uk|global)\.[a-z\d]+\./
const awsRegion = /(^bedrock\/(converse\/|invoke\/)?|^arn:aws[a-z-]*:bedrock:)(us-gov|[a-z]{2})-[a-z]+-\d+[:/]/
const zone = /^azure(?:_ai)?\/(us-gov|us|eu|apac|global(?:-standard)?)\//

/** Where a model is served, by its whole name; null where the name says nothing. */
export function placeOf(model: string): Place | null {
  const [inZone, inWorld, inRegion] = [zone.exec(model)?.[1], world.exec(model)?.[2], awsRegion.exec(model)?.[3]]
  if (inZone !== undefined) return { cloud: 'azure', name: inZone }
  const name = inWorld ?? inRegion
  return name === undefined ? null : { cloud: 'aws', name }
}
