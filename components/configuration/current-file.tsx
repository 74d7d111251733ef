'use client'

import { IconDownload } from '@tabler/icons-react'
import { Skeleton } from '#components/kit/blocks.tsx'
import { CopyButton } from '#components/kit/copy-button.tsx'
import { saveText } from '#components/kit/csv.ts'
import { Failure } from '#components/kit/failure.tsx'
import { LongBox } from '#components/kit/long-box.tsx'
import { VisibleText } from '#components/kit/visible-text.tsx'
import { useContract } from '#lib/client/use-contract.ts'
import { getConfigurationContract } from '#lib/domain/configuration/contract.ts'
import { plural } from '#lib/shared/numbers.ts'
import styles from './configuration.module.css'

const name = 'holdpoint.yaml'

/** Everything that is configured and holds, as YAML. */
export function CurrentFile() {
  const { data, error, isPending, refetch } = useContract(getConfigurationContract)
  return (
    <section className={styles.part} aria-label="Current configuration">
      <header className={styles.head}>
        <h2>Current configuration</h2>
        {data && data.count > 0 ? (
          <span className={styles.tools}>
            <CopyButton text={data.yaml} label={`Copy ${name}`} />
            <button
              type="button"
              className="hp-icon"
              onClick={() => saveText(name, data.yaml, 'application/yaml')}
              aria-label={`Save ${name}`}
              title={`Save ${name}`}
            >
              <IconDownload size={15} aria-hidden />
            </button>
          </span>
        ) : null}
      </header>
      <p className="hp-muted">
        {data ? `${plural(data.count, 'object')} as one file. ` : ''}Fields at their defaults are left out; secrets are
        references. Applied again, it changes nothing.
      </p>
      {isPending ? <Skeleton rows={8} /> : null}
      {error ? (
        <Failure what="The configuration could not be read." error={error} retry={() => void refetch()} />
      ) : null}
      {data?.count === 0 ? <p>Nothing is configured: everything has its defaults.</p> : null}
      {data && data.count > 0 ? (
        <div className={styles.file}>
          <LongBox label={name}>
            <pre className={styles.yaml}>
              <VisibleText text={data.yaml} />
            </pre>
          </LongBox>
        </div>
      ) : null}
    </section>
  )
}
