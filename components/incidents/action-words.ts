import type { IncidentItem } from '#lib/domain/incidents/schemas.ts'
import type { Action } from '#lib/domain/runbooks/schemas.ts'

interface Words {
  label: string
  danger: boolean
  effect: (incident: IncidentItem, action: Action) => string
}

const agentOf = ({ agent }: IncidentItem) => agent ?? 'the agent'

/** The label of a step's button, and what happens when it is pressed. */
export const actionWords: Record<Action['kind'], Words> = {
  'force-open': {
    label: 'Force the breaker open',
    danger: true,
    effect: (incident, action) => {
      const own = incident.source.kind === 'breaker' ? incident.source.id : `agent.${agentOf(incident)}`
      const slug = (action.kind === 'force-open' ? action.breaker : null) ?? own
      return `Every step that ${slug} guards is denied at once, until somebody resets it.`
    },
  },
  'stop-agent': {
    label: 'Switch the agent off',
    danger: true,
    effect: incident =>
      `${agentOf(incident)} gets no permit, no approval and no claim from then on. An administrator switches it on again.`,
  },
  notify: {
    label: 'Tell the channels',
    danger: false,
    effect: (_, action) => `The incident is sent to ${action.kind === 'notify' ? action.channels.join(', ') : ''}.`,
  },
  'roll-back': {
    label: 'Ask to roll back',
    danger: false,
    effect: incident =>
      `A request to return ${agentOf(incident)} to its previous release goes to the inbox. Once it is approved, whoever deploys claims it and carries it out.`,
  },
}
