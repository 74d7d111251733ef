/** Client-safe half of the domain: what a browser may import. */
export {
  createKeyContract,
  listKeysContract,
  meContract,
  revokeKeyContract,
  setupContract,
  signOutEverywhereContract,
} from './contract.ts'
export { minPasswordLength, safeReturnPath } from './rules.ts'
export type { ApiKey, Me } from './schemas.ts'
