/** What is wrong with an address that somebody configures and everybody of the project may read; null: nothing. Whether it may be reached is judged when it is. */
export function addressFault(address: string): string | null {
  const url = URL.canParse(address) ? new URL(address) : null
  if (!url || !/^https?:$/.test(url.protocol)) return 'It must be an http or https address.'
  if (url.username !== '' || url.password !== '')
    return 'It must hold no user name and no password: everybody who may read it would learn them.'
  return null
}
