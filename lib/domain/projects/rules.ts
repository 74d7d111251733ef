/** Of addresses and headers; never that of an id, which has an underscore. */
export const slugPattern = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/

export const maxSlugLength = 40

/** A slug that says the name: “Acme Support” becomes `acme-support`. Empty where no letter of the name can be kept. */
export const slugOf = (name: string): string =>
  name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[^a-z]+|-+$/g, '')
    .slice(0, maxSlugLength)
    .replace(/-+$/, '')
