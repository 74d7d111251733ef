/** The guides of `docs/` that the app shows under /docs, in the order of the menu. The rest of the folder is for developers. */
export const guides = [
  { slug: 'clients', label: 'Clients' },
  { slug: 'approvals', label: 'Approvals' },
  { slug: 'permits', label: 'Permits and limits' },
  { slug: 'registry', label: 'Agents and tools' },
  { slug: 'guardrails', label: 'Guardrails' },
  { slug: 'channels', label: 'Channels' },
  { slug: 'reading-back', label: 'Reading back' },
  { slug: 'costs', label: 'Costs' },
  { slug: 'changes', label: 'What counts as a change' },
  { slug: 'quality', label: 'Quality: scores, drops, review' },
  { slug: 'configuration', label: 'Configuration' },
  { slug: 'limits', label: 'Limits and health' },
  { slug: 'projects', label: 'Projects and the demo' },
  { slug: 'security', label: 'People, keys, audit' },
  { slug: 'measurements', label: 'Measurements' },
  { slug: 'architecture', label: 'Architecture' },
] as const
