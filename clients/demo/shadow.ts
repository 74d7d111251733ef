import { holdpoint } from '../typescript/src/client.ts'
import { memoryJournal } from '../typescript/src/journal.ts'
import type { MirroredAnswer, ShadowTools } from '../typescript/src/mirror.ts'
import { usual } from './desks.ts'
import { type Random, randomOf } from './random.ts'
import type { Target } from './sender.ts'

/** What a customer asks, what production says, and what the candidate would. */
const conversations = [
  {
    question: 'Where is order 48213?',
    production: 'It left our depot yesterday and arrives on Friday.',
    candidate: 'Order 48213 left our depot yesterday. It arrives on Friday, before noon.',
  },
  {
    question: 'Can I still change the address of order 51177?',
    production: 'Please write to our service.',
    candidate: 'Yes, until it is packed this evening. Tell me the new one.',
  },
  {
    question: 'The blue shoes are too small. What now?',
    production: 'You can return them within 30 days.',
    candidate: 'Return them within 30 days with the label in the box; 42 is in stock.',
  },
  {
    question: 'Do you deliver to Norway?',
    production: 'Yes, for 14 euros, within five days.',
    candidate: 'Yes. It costs 14 euros and takes five days; customs may add to it.',
  },
]

interface Candidate {
  agent: string
  quality: number
  usd: number
}

/** Of the answers that are mirrored, so many have production asked once more: how much the judge varies by itself. */
const noiseShare = 0.15
const around = (value: number, by: number, random: Random) => Math.min(1, Math.max(0, value + random.between(-by, by)))
const costText = (usd: number, random: Random) => (usd * random.between(0.8, 1.2)).toFixed(9)

/** Mirrors answers of production to candidates that no user has yet, by the client that agents use. */
export function openShadow({ url, key }: Target) {
  const mirrors = new Map<string, ReturnType<typeof mirrorsOf>>()

  function mirrorsOf(rollout: string, { agent, quality, usd }: Candidate) {
    // What it mirrors needs no journal: nothing of the demo stays on the disk of whoever looks at it.
    const { mirror } = holdpoint({ url, key, agent, journal: memoryJournal() })
    let asked = 0
    const answers =
      (who: 'candidate' | 'production', itsQuality: number, itsUsd: number) =>
      async (question: string, tools: ShadowTools): Promise<MirroredAnswer> => {
        asked += 1
        const random = randomOf(rollout, who, asked)
        const output = conversations.find(one => one.question === question)?.[who] ?? null
        // It looks the order up as production did; what it would have sent to the customer stays here.
        await tools.run('lookup_order', { question }, () => ({ state: 'sent' }))
        await tools.run('send_notification', { text: output }, () => null)
        if (random.chance(0.02)) throw new Error('The model answered with no text.')
        return { output, score: around(itsQuality, 0.1, random), costUsd: costText(itsUsd, random) }
      }
    const how = { rollout, allowedTools: ['lookup_order'], timeoutMs: 5_000 }
    return {
      shadow: mirror({ ...how, shadow: answers('candidate', quality, usd), share: 0.6 }),
      noise: mirror({
        ...how,
        shadow: answers('production', usual.quality, usual.usd),
        arm: 'noise',
        share: noiseShare,
      }),
    }
  }

  /** One answer that a user of the baseline has just got. */
  return function mirror(rollout: string, candidate: Candidate, random: Random, now: number): void {
    const own = mirrors.get(rollout) ?? mirrorsOf(rollout, candidate)
    mirrors.set(rollout, own)
    const { question, production } = random.pick(conversations)
    const given = {
      output: production,
      score: around(usual.quality, 0.1, random),
      costUsd: costText(usual.usd, random),
    }
    const id = `${candidate.agent}-${now}-${random.hex(4)}`
    own.shadow(id, question, given)
    own.noise(id, question, given)
  }
}
