'use client'

import { Part } from '#components/kit/blocks.tsx'
import { Figure, Figures } from '#components/kit/figures.tsx'
import { VisibleText } from '#components/kit/visible-text.tsx'
import { useContract } from '#lib/client/use-contract.ts'
import { getShadowContract } from '#lib/domain/shadow/contract.ts'
import type { ShadowView } from '#lib/domain/shadow/schemas.ts'
import { formatUsd } from '#lib/shared/money.ts'
import { formatPercent } from '#lib/shared/numbers.ts'
import styles from './rollouts.module.css'

const signed = (value: number | null) =>
  value === null ? '–' : `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(3)}`

/** The answers of the shadow and of production, the worst first. Shows nothing if there are no pairs. */
export function ShadowPairs({ rollout }: { rollout: string }) {
  const { data } = useContract(getShadowContract, { query: { rollout } })
  if (!data || data.shadow.pairs + data.noise.pairs + data.anchor.pairs === 0) return null
  return (
    <Part title="Shadow">
      <Figures label="Shadow">
        {figuresOf(data).map(({ label, value }) => (
          <Figure key={label} label={label} value={value} />
        ))}
      </Figures>
      <ol className={styles.pairs}>
        {data.items.map(({ id, requestId, arm, input, production, shadow, difference }) => (
          <li key={id}>
            <details>
              <summary>
                <span data-worse={difference !== null && difference < 0}>{signed(difference)}</span>
                <VisibleText text={input.slice(0, 120)} />
              </summary>
              <p className="hp-muted">
                {armWords[arm]} · <VisibleText text={requestId} />
              </p>
              <div className={styles.answers}>
                <div>
                  <h4>{arm === 'anchor' ? 'anchor' : 'production'}</h4>
                  <VisibleText text={production.output ?? production.error ?? 'no answer'} />
                </div>
                <div>
                  <h4>shadow</h4>
                  <VisibleText text={shadow.output ?? shadow.error ?? 'no answer'} />
                </div>
              </div>
            </details>
          </li>
        ))}
      </ol>
    </Part>
  )
}

const armWords = { shadow: 'shadow', anchor: 'shadow and anchor', noise: 'production twice' }

const figuresOf = ({ shadow, anchor, noise, coverage, errors, costUsd, intercepted }: ShadowView) => [
  { label: 'pairs scored', value: `${shadow.scored} of ${shadow.pairs}` },
  { label: 'shadow − production', value: signed(shadow.mean) },
  ...(anchor.pairs === 0 ? [] : [{ label: 'shadow − anchor', value: signed(anchor.mean) }]),
  { label: 'noise of the judge', value: noise.spread === null ? '–' : `± ${noise.spread.toFixed(3)}` },
  { label: 'mirrored', value: coverage === null ? '–' : formatPercent(coverage) },
  { label: 'failed in the shadow', value: String(errors) },
  { label: 'tool calls intercepted', value: String(intercepted) },
  { label: 'cost of the shadow', value: formatUsd(costUsd.shadow) },
]
