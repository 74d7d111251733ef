/** Client-safe half of the domain: what a browser may import. */
export {
  acceptLinkContract,
  addMemberContract,
  changePasswordContract,
  changeRoleContract,
  createKeyContract,
  createPasswordLinkContract,
  deactivateMemberContract,
  listKeysContract,
  listMembersContract,
  listSessionsContract,
  meContract,
  reactivateMemberContract,
  reauthenticateContract,
  revokeKeyContract,
  revokeSessionContract,
  setupContract,
  signOutEverywhereContract,
  signOutMemberContract,
} from './contract.ts'
export { minPasswordLength, safeReturnPath } from './rules.ts'
export type { Member, Session } from './schemas.ts'
