'use client'

import Link from 'next/link'
import { Empty, Note, Skeleton, Tag } from '#components/kit/blocks.tsx'
import { EntityHead } from '#components/kit/entity-head.tsx'
import { Failure } from '#components/kit/failure.tsx'
import page from '#components/kit/page.module.css'
import { VisibleText } from '#components/kit/visible-text.tsx'
import { When } from '#components/kit/when.tsx'
import { PageFrame } from '#components/shell/page-frame.tsx'
import { useContract } from '#lib/client/use-contract.ts'
import { getReleaseContract, releaseUseContract } from '#lib/domain/releases/contract.ts'
import type { ReleaseItem } from '#lib/domain/releases/schemas.ts'
import { CompareReleases } from './compare-releases.tsx'
import { ReleaseContents } from './release-contents.tsx'
import { ReleaseFigures } from './release-figures.tsx'
import styles from './releases.module.css'
import { RollOutRelease } from './roll-out-release.tsx'
import { ServeRelease } from './serve-release.tsx'
import { Serving } from './serving.tsx'
import { useServing } from './use-serving.ts'

/** One release: what it is made of, how it does, where it serves, and what differs from another one. */
export function ReleasePage({ slug }: { slug: string }) {
  const { data, error, isPending, refetch } = useContract(getReleaseContract, { params: { slug } })
  const title = (
    <>
      <Link href="/releases">Releases</Link> <span className="hp-muted">/</span> <VisibleText text={slug} />
    </>
  )
  const missing = (
    <Empty title="No such release">
      <p>No release of this name is registered in this project.</p>
      <Link href="/releases">All releases</Link>
    </Empty>
  )
  return (
    <PageFrame title={title}>
      <div className={page.page}>
        {error ? (
          <Failure
            what="This release could not be read."
            error={error}
            retry={() => void refetch()}
            missing={missing}
          />
        ) : null}
        {isPending ? <Skeleton rows={12} /> : null}
        {data ? <Loaded release={data} /> : null}
      </div>
    </PageFrame>
  )
}

function Loaded({ release }: { release: ReleaseItem }) {
  const { slug, agent, registeredAt, registeredBy } = release
  const use = useContract(releaseUseContract, { params: { slug }, query: {} })
  const { served } = useServing()
  const own = served.get(slug) ?? []
  return (
    <>
      <EntityHead
        name={slug}
        facts={
          <>
            <Tag>
              <VisibleText text={release.model.id} />
            </Tag>
            <Serving served={own} />
          </>
        }
        description={
          <>
            A release of{' '}
            <Link href={`/agents/${encodeURIComponent(agent)}`}>
              <VisibleText text={agent} />
            </Link>
            , registered <When at={registeredAt} /> by <VisibleText text={registeredBy} />
          </>
        }
        actions={
          <>
            <ServeRelease release={release} /> <RollOutRelease release={release} />
          </>
        }
      >
        <ReleaseFigures release={release} use={use.data} />
      </EntityHead>
      <div className={styles.release}>
        {use.error ? (
          <Failure
            what="What traces tell of it could not be read."
            error={use.error}
            retry={() => void use.refetch()}
          />
        ) : null}
        {use.data?.drift ? (
          <Note tone="warning">
            <VisibleText text={use.data.drift} />
          </Note>
        ) : null}
        <ReleaseContents release={release} models={use.data?.models ?? []} />
        <CompareReleases release={release} />
      </div>
    </>
  )
}
