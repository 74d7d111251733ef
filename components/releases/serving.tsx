import { EnvironmentTag } from '#components/kit/environment-tag.tsx'
import { formatPercent } from '#lib/shared/numbers.ts'
import styles from './releases.module.css'
import type { Served } from './use-serving.ts'

/** Where a release serves, with its share of the users. A dash means nowhere. */
export function Serving({ served }: { served: readonly Served[] }) {
  if (served.length === 0) return <span className="hp-muted">–</span>
  return (
    <span className={styles.serving}>
      {served.map(({ environment, as, share }) => (
        <span key={environment}>
          <EnvironmentTag name={environment} /> {formatPercent(share, Number.isInteger(share * 100) ? 0 : 1)}
          {as === 'candidate' ? <span className="hp-muted"> as candidate</span> : null}
        </span>
      ))}
    </span>
  )
}
