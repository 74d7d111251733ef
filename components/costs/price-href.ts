/** Opens the form of a model's price, filled as far as it is known. */
export function priceHref(model: string, provider: string | null = null): string {
  const search = new URLSearchParams({ price: model, ...(provider === null ? {} : { provider }) })
  return `/costs/prices?${search}`
}
