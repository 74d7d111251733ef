import { fieldsOf, readConfig } from '#lib/platform/config/rows.ts'
import { configVerbs } from '#lib/platform/config/verbs.ts'
import { addressFault } from '#lib/platform/outbound/address-fault.ts'
import { isSealed, sealValue } from '#lib/platform/sealed/seal.ts'
import { invalid } from '#lib/shared/problem.ts'
import { judgeConfig } from './contract.ts'
import { promptFault } from './prompt.ts'
import type { Judge } from './schemas.ts'

const originOf = (url: string) => (URL.canParse(url) ? new URL(url).origin : null)

const verbs = configVerbs(judgeConfig, {
  announce: (what, slug, revision) => ({ topic: 'judges', type: `judge.${what}`, ids: [slug], revision }),
  check: fields => {
    const { url, prompt, dailyUsd, inputUsdPerMillion, outputUsdPerMillion } = fields as unknown as Judge
    const wrongUrl = addressFault(url)
    if (wrongUrl) throw invalid(wrongUrl, 'body.url')
    const fault = promptFault(prompt)
    if (fault) throw invalid(fault, 'body.prompt')
    // A budget without rates would count nothing and stop nothing.
    const unpriced = inputUsdPerMillion === null ? 'inputUsdPerMillion' : 'outputUsdPerMillion'
    if (dailyUsd !== null && (inputUsdPerMillion === null || outputUsdPerMillion === null))
      throw invalid('A budget needs both rates: what is spent is counted by them.', `body.${unpriced}`)
  },
  prepare: async (tx, ctx, fields, slug) => {
    const { key, url } = fields as unknown as Judge
    if (key === null) return fields
    const before = await readConfig(tx, ctx, judgeConfig, slug)
    // Whoever may set the address must not get the key that somebody else has set.
    if (isSealed(key) && originOf(before?.url ?? '') !== originOf(url))
      throw invalid('The address has changed: enter the key again.', 'body.key')
    return { ...fields, key: await sealValue(tx, ctx.projectId, key) }
  },
  keep: async (tx, ctx, what, row) => {
    if (what === 'archived') return
    const { key: _, ...body } = fieldsOf(judgeConfig, row) as Judge
    const { slug: judge, revision: version, updatedAt: createdAt, updatedByLabel: createdBy } = row
    const data = { projectId: ctx.projectId, judge, version, body, createdAt, createdBy }
    await tx.prisma.judgeVersion.createMany({ data: [data], skipDuplicates: true })
  },
})

/** Sets a judge. Every change is a new version, and each score names the version that gave it. */
export const putJudge = verbs.put
export const getJudge = verbs.get
export const listJudges = verbs.list
export const archiveJudge = verbs.archive
/** For configuration as one file. */
export const judgeKind = verbs.kind
