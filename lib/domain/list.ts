import type { Navigation } from '#lib/shared/navigation.ts'
import {
  commonPermissions,
  denialByRole,
  type Permission,
  type PermissionRule,
  type Role,
} from '#lib/shared/permissions.ts'
import type { Topic, TopicRule } from '#lib/shared/topics.ts'
import { navigation as accessNavigation } from './access/navigation.ts'
import { permissions as accessPermissions } from './access/permissions.ts'
import { topics as accessTopics } from './access/topics.ts'
import { navigation as agentsNavigation } from './agents/navigation.ts'
import { permissions as agentsPermissions } from './agents/permissions.ts'
import { topics as agentsTopics } from './agents/topics.ts'
import { navigation as alertsNavigation } from './alerts/navigation.ts'
import { permissions as alertsPermissions } from './alerts/permissions.ts'
import { topics as alertsTopics } from './alerts/topics.ts'
import { navigation as approvalsNavigation } from './approvals/navigation.ts'
import { permissions as approvalsPermissions } from './approvals/permissions.ts'
import { topics as approvalsTopics } from './approvals/topics.ts'
import { permissions as assignmentPermissions } from './assignment/permissions.ts'
import { topics as assignmentTopics } from './assignment/topics.ts'
import { navigation as auditNavigation } from './audit/navigation.ts'
import { permissions as auditPermissions } from './audit/permissions.ts'
import { navigation as breakersNavigation } from './breakers/navigation.ts'
import { permissions as breakersPermissions } from './breakers/permissions.ts'
import { topics as breakersTopics } from './breakers/topics.ts'
import { navigation as budgetsNavigation } from './budgets/navigation.ts'
import { permissions as budgetsPermissions } from './budgets/permissions.ts'
import { topics as budgetsTopics } from './budgets/topics.ts'
import { navigation as changesNavigation } from './changes/navigation.ts'
import { permissions as channelsPermissions } from './channels/permissions.ts'
import { topics as channelsTopics } from './channels/topics.ts'
import { navigation as checklistNavigation } from './checklist/navigation.ts'
import { navigation as configurationNavigation } from './configuration/navigation.ts'
import { permissions as configurationPermissions } from './configuration/permissions.ts'
import { navigation as costsNavigation } from './costs/navigation.ts'
import { permissions as costsPermissions } from './costs/permissions.ts'
import { topics as costsTopics } from './costs/topics.ts'
import { navigation as evalsNavigation } from './evals/navigation.ts'
import { permissions as evalsPermissions } from './evals/permissions.ts'
import { topics as evalsTopics } from './evals/topics.ts'
import { permissions as gatePermissions } from './gate/permissions.ts'
import { navigation as guardrailsNavigation } from './guardrails/navigation.ts'
import { permissions as guardrailsPermissions } from './guardrails/permissions.ts'
import { topics as guardrailsTopics } from './guardrails/topics.ts'
import { navigation as incidentsNavigation } from './incidents/navigation.ts'
import { permissions as incidentsPermissions } from './incidents/permissions.ts'
import { topics as incidentsTopics } from './incidents/topics.ts'
import { permissions as judgesPermissions } from './judges/permissions.ts'
import { topics as judgesTopics } from './judges/topics.ts'
import { permissions as onCallPermissions } from './on-call/permissions.ts'
import { topics as onCallTopics } from './on-call/topics.ts'
import { permissions as permitsPermissions } from './permits/permissions.ts'
import { topics as permitsTopics } from './permits/topics.ts'
import { navigation as pipelinesNavigation } from './pipelines/navigation.ts'
import { permissions as pipelinesPermissions } from './pipelines/permissions.ts'
import { topics as pipelinesTopics } from './pipelines/topics.ts'
import { navigation as policiesNavigation } from './policies/navigation.ts'
import { permissions as policiesPermissions } from './policies/permissions.ts'
import { topics as policiesTopics } from './policies/topics.ts'
import { permissions as pricesPermissions } from './prices/permissions.ts'
import { topics as pricesTopics } from './prices/topics.ts'
import { navigation as projectsNavigation } from './projects/navigation.ts'
import { permissions as projectsPermissions } from './projects/permissions.ts'
import { topics as projectsTopics } from './projects/topics.ts'
import { navigation as promptsNavigation } from './prompts/navigation.ts'
import { permissions as promptsPermissions } from './prompts/permissions.ts'
import { topics as promptsTopics } from './prompts/topics.ts'
import { navigation as ragNavigation } from './rag/navigation.ts'
import { permissions as ragPermissions } from './rag/permissions.ts'
import { topics as ragTopics } from './rag/topics.ts'
import { navigation as releasesNavigation } from './releases/navigation.ts'
import { permissions as releasesPermissions } from './releases/permissions.ts'
import { topics as releasesTopics } from './releases/topics.ts'
import { navigation as reviewNavigation } from './review/navigation.ts'
import { permissions as reviewPermissions } from './review/permissions.ts'
import { topics as reviewTopics } from './review/topics.ts'
import { navigation as rolloutsNavigation } from './rollouts/navigation.ts'
import { permissions as rolloutsPermissions } from './rollouts/permissions.ts'
import { topics as rolloutsTopics } from './rollouts/topics.ts'
import { navigation as runbooksNavigation } from './runbooks/navigation.ts'
import { permissions as runbooksPermissions } from './runbooks/permissions.ts'
import { topics as runbooksTopics } from './runbooks/topics.ts'
import { navigation as sessionsNavigation } from './sessions/navigation.ts'
import { permissions as shadowPermissions } from './shadow/permissions.ts'
import { topics as shadowTopics } from './shadow/topics.ts'
import { navigation as slosNavigation } from './slos/navigation.ts'
import { permissions as slosPermissions } from './slos/permissions.ts'
import { topics as slosTopics } from './slos/topics.ts'
import { navigation as toolsNavigation } from './tools/navigation.ts'
import { permissions as toolsPermissions } from './tools/permissions.ts'
import { topics as toolsTopics } from './tools/topics.ts'
import { navigation as tracesNavigation } from './traces/navigation.ts'
import { permissions as tracesPermissions } from './traces/permissions.ts'
import { topics as tracesTopics } from './traces/topics.ts'

// What the domains declare for both sides. The server's own list is server-list.ts. One that is left out of
// permissions or topics does not compile; a test finds any other file that is not in a list.

export const permissions: Readonly<Record<Permission, PermissionRule>> = {
  ...commonPermissions,
  ...accessPermissions,
  ...agentsPermissions,
  ...alertsPermissions,
  ...approvalsPermissions,
  ...assignmentPermissions,
  ...auditPermissions,
  ...breakersPermissions,
  ...budgetsPermissions,
  ...channelsPermissions,
  ...configurationPermissions,
  ...costsPermissions,
  ...evalsPermissions,
  ...gatePermissions,
  ...guardrailsPermissions,
  ...incidentsPermissions,
  ...judgesPermissions,
  ...onCallPermissions,
  ...policiesPermissions,
  ...pipelinesPermissions,
  ...pricesPermissions,
  ...permitsPermissions,
  ...projectsPermissions,
  ...promptsPermissions,
  ...releasesPermissions,
  ...ragPermissions,
  ...reviewPermissions,
  ...runbooksPermissions,
  ...rolloutsPermissions,
  ...shadowPermissions,
  ...slosPermissions,
  ...toolsPermissions,
  ...tracesPermissions,
}

export const topics: Readonly<Record<Topic, TopicRule>> = {
  ...accessTopics,
  ...alertsTopics,
  ...approvalsTopics,
  ...assignmentTopics,
  ...breakersTopics,
  ...budgetsTopics,
  ...channelsTopics,
  ...costsTopics,
  ...evalsTopics,
  ...guardrailsTopics,
  ...incidentsTopics,
  ...judgesTopics,
  ...onCallTopics,
  ...policiesTopics,
  ...pipelinesTopics,
  ...pricesTopics,
  ...permitsTopics,
  ...projectsTopics,
  ...promptsTopics,
  ...releasesTopics,
  ...ragTopics,
  ...reviewTopics,
  ...runbooksTopics,
  ...rolloutsTopics,
  ...shadowTopics,
  ...slosTopics,
  ...agentsTopics,
  ...toolsTopics,
  ...tracesTopics,
}

/** In the order in which the side bar shows them within a group. */
export const navigation: readonly Navigation[] = [
  changesNavigation,
  approvalsNavigation,
  incidentsNavigation,
  breakersNavigation,
  tracesNavigation,
  sessionsNavigation,
  agentsNavigation,
  toolsNavigation,
  costsNavigation,
  reviewNavigation,
  slosNavigation,
  budgetsNavigation,
  policiesNavigation,
  guardrailsNavigation,
  runbooksNavigation,
  alertsNavigation,
  releasesNavigation,
  rolloutsNavigation,
  pipelinesNavigation,
  evalsNavigation,
  promptsNavigation,
  ragNavigation,
  checklistNavigation,
  auditNavigation,
  accessNavigation,
  projectsNavigation,
  configurationNavigation,
]

/** Why a person with this role may not, in one sentence, or null when they may. */
export const denialForRole = (permission: Permission, role: Role): string | null =>
  denialByRole(permissions[permission], role)
