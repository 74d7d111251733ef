/** The guides of `docs/` that the app shows under /docs, in the groups and the order of the menu. */
export const guideGroups = [
  {
    label: 'Start',
    guides: [
      { slug: 'clients', label: 'Clients' },
      { slug: 'frameworks', label: 'Frameworks' },
      { slug: 'reading-back', label: 'Reading back' },
    ],
  },
  {
    label: 'Agents and the gate',
    guides: [
      { slug: 'registry', label: 'Agents and tools' },
      { slug: 'approvals', label: 'Approvals' },
      { slug: 'policies', label: 'Policies' },
      { slug: 'permits', label: 'Permits and limits' },
      { slug: 'guardrails', label: 'Guardrails' },
      { slug: 'gate', label: 'Claude Code and MCP' },
    ],
  },
  {
    label: 'Cost and quality',
    guides: [
      { slug: 'costs', label: 'Costs' },
      { slug: 'quality', label: 'Quality' },
      { slug: 'rag', label: 'RAG checks' },
    ],
  },
  {
    label: 'Evals and prompts',
    guides: [
      { slug: 'evals', label: 'Evals' },
      { slug: 'prompts', label: 'Prompts' },
    ],
  },
  {
    label: 'Rollouts',
    guides: [
      { slug: 'releases', label: 'Releases' },
      { slug: 'changes', label: 'What counts as a change' },
      { slug: 'rollouts', label: 'Rollouts and shadow mode' },
      { slug: 'assignment', label: 'Who gets which release' },
      { slug: 'pipelines', label: 'Pipelines' },
    ],
  },
  {
    label: 'Reliability',
    guides: [
      { slug: 'incidents', label: 'Incidents and runbooks' },
      { slug: 'service-levels', label: 'Service levels' },
      { slug: 'alerts', label: 'Alerts' },
      { slug: 'on-call', label: 'On-call' },
      { slug: 'channels', label: 'Channels' },
      { slug: 'checklist', label: 'Checklist' },
    ],
  },
  {
    label: 'Operating Holdpoint',
    guides: [
      { slug: 'configuration', label: 'Configuration' },
      { slug: 'projects', label: 'Projects and the demo' },
      { slug: 'security', label: 'People, keys, audit' },
      { slug: 'limits', label: 'Limits and health' },
      { slug: 'measurements', label: 'Measurements' },
    ],
  },
  {
    label: 'Contributing',
    guides: [
      { slug: 'architecture', label: 'Architecture' },
      { slug: 'add-a-measure', label: 'Add a rollup measure' },
      { slug: 'testing', label: 'Testing' },
    ],
  },
] as const

export const guides = guideGroups.flatMap(({ guides }) => [...guides])
