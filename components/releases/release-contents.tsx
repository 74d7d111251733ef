import Link from 'next/link'
import { Part } from '#components/kit/blocks.tsx'
import { CopyButton } from '#components/kit/copy-button.tsx'
import { VisibleText } from '#components/kit/visible-text.tsx'
import type { SeenModel } from '#lib/domain/releases/rules.ts'
import type { ReleaseDetail } from '#lib/domain/releases/schemas.ts'
import { formatCount } from '#lib/shared/numbers.ts'
import styles from './releases.module.css'

const jsonText = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value))

/** The contents of a release, and the models that its traces named. */
export function ReleaseContents({ release, models }: { release: ReleaseDetail; models: readonly SeenModel[] }) {
  const { code, codeUrl, model, prompts, promptsKept, rag, digest } = release
  const settings = Object.entries({ ...model.parameters, ...(rag ?? {}) })
  return (
    <Part title="What it runs">
      <dl className={styles.contents}>
        <dt>Code</dt>
        <dd>
          {codeUrl === null ? (
            <VisibleText text={code} />
          ) : (
            <a href={codeUrl} rel="noreferrer">
              <VisibleText text={code} />
            </a>
          )}
        </dd>
        <dt>Model</dt>
        <dd>
          <VisibleText text={`${model.provider} · ${model.id}`} />
        </dd>
        {settings.map(([name, value]) => (
          <Pair key={name} name={name} text={jsonText(value)} />
        ))}
        {Object.entries(prompts).map(([name, version]) => (
          <PromptVersion key={name} name={name} version={version} kept={promptsKept.includes(name)} />
        ))}
        {models.length === 0 ? null : (
          <>
            <dt>Models in its traces</dt>
            <dd>
              {models.map(({ model: seen, spans, firstDay, lastDay }) => (
                <div key={seen}>
                  <VisibleText text={seen} />{' '}
                  <span className="hp-muted">
                    {formatCount(spans)} calls, {firstDay === lastDay ? firstDay : `${firstDay} to ${lastDay}`}
                  </span>
                </div>
              ))}
            </dd>
          </>
        )}
        <dt>Digest</dt>
        <dd>
          <code>{digest.slice(0, 19)}…</code> <CopyButton text={digest} label="Copy digest" />
        </dd>
      </dl>
    </Part>
  )
}

const Pair = ({ name, text }: { name: string; text: string }) => (
  <>
    <dt>
      <VisibleText text={name} />
    </dt>
    <dd>
      <VisibleText text={text} />
    </dd>
  </>
)

/** A version of a prompt. It is a link only if the version is stored here. */
function PromptVersion({ name, version, kept }: { name: string; version: string; kept: boolean }) {
  const words = <VisibleText text={`${name} · version ${version}`} />
  return (
    <>
      <dt>Prompt</dt>
      <dd>
        {kept ? (
          <Link href={`/prompts/${encodeURIComponent(name)}?version=${encodeURIComponent(version)}`}>{words}</Link>
        ) : (
          <>
            {words} <span className="hp-muted">kept elsewhere</span>
          </>
        )}
      </dd>
    </>
  )
}
