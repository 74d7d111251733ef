export const now = '2026-11-28T14:30:00.000Z'

/** Text that tries to reorder the words around it. */
export const hostileText = 'delete \u202egnp.exe\u202c \u200bnode-3'

export const markdownSample = `## Restart a worker

1. Look at the **queue**: \`SELECT count(*)\`
2. Drain it, see [the guide](/docs/architecture)
3. <script>alert(1)</script> ![a picture](https://example.com/x.png)

| step | who |
|---|---|
| drain | on-call |
`

interface SampleAgent {
  name: string
  requests: number
  course: (number | null)[]
  cost: string | null
}

export const sampleAgents: SampleAgent[] = [
  { name: 'support-triage', requests: 18_204, course: [4, 6, 5, 3, 4, 6, 5, 4], cost: '0.039100000' },
  { name: 'refund-specialist', requests: 2_117, course: [1, 1, null, 2, 3, 5, 8], cost: null },
]
