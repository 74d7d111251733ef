'use client'

import Link from 'next/link'
import { Note, Tag } from '#components/kit/blocks.tsx'
import { EntityHead } from '#components/kit/entity-head.tsx'
import { Failure } from '#components/kit/failure.tsx'
import { VisibleText } from '#components/kit/visible-text.tsx'
import { When } from '#components/kit/when.tsx'
import { ObjectPage } from '#components/shell/object-page.tsx'
import { useContract } from '#lib/client/use-contract.ts'
import { getReleaseContract, releaseUseContract } from '#lib/domain/releases/contract.ts'
import type { ReleaseDetail } from '#lib/domain/releases/schemas.ts'
import { CompareReleases } from './compare-releases.tsx'
import { ReleaseContents } from './release-contents.tsx'
import { ReleaseFigures } from './release-figures.tsx'
import styles from './releases.module.css'
import { RollOutRelease } from './roll-out-release.tsx'
import { ServeRelease } from './serve-release.tsx'
import { Serving } from './serving.tsx'
import { useServing } from './use-serving.ts'

const list = { href: '/releases', label: 'Releases' }

/** One release: its contents, its figures, where it serves, and the differences from another one. */
export function ReleasePage({ slug }: { slug: string }) {
  const query = useContract(getReleaseContract, { params: { slug } })
  return (
    <ObjectPage
      one="release"
      list={list}
      name={slug}
      query={query}
      missing={<p>No release of this name is registered in this project.</p>}
    >
      {release => <Loaded release={release} />}
    </ObjectPage>
  )
}

function Loaded({ release }: { release: ReleaseDetail }) {
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
          <Failure what="Its figures could not be read." error={use.error} retry={() => void use.refetch()} />
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
