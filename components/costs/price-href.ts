/** A link to the form of a model's price, with the fields that are known. */
export function priceHref(model: string, provider: string | null = null): string {
  const search = new URLSearchParams({ price: model, ...(provider === null ? {} : { provider }) })
  return `/costs/prices?${search}`
}
