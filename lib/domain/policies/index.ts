/** The verbs of the domain, for the server. */
export {
  archiveGroup,
  archivePolicy,
  getGroup,
  getPolicy,
  groupKind,
  listGroups,
  listPolicies,
  policyKind,
  putGroup,
  putPolicy,
} from './config.ts'
export { listPolicyVersions } from './list-versions.ts'
export { type Matched, matchPolicies } from './match.ts'
export { groupsOf, readPolicies } from './read-policies.ts'
export { type Progress, progressOf, requirementOf } from './requirement.ts'
export { touch, touchedBy } from './run-labels.ts'
export { countAfterwards, countMatches, giveBackUse, takeUse, withUsesLeft } from './uses.ts'
