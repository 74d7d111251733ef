import Link from 'next/link'
import type { ReactNode } from 'react'
import { Tag } from '#components/kit/blocks.tsx'
import { EntityHead } from '#components/kit/entity-head.tsx'
import { VisibleText } from '#components/kit/visible-text.tsx'
import type { getSettingsContract } from '#lib/domain/prompts/contract.ts'
import type { VersionItem } from '#lib/domain/prompts/schemas.ts'
import type { Answer } from '#lib/shared/contract.ts'

interface Props {
  settings: Answer<typeof getSettingsContract>
  versions: readonly VersionItem[]
  actions: ReactNode
  folder: string
  children: ReactNode
}

/** The description of the prompt, and the versions of its labels. */
export function PromptHead({ settings, versions, actions, folder, children }: Props) {
  const labels = versions.flatMap(({ labels: own, version }) => own.map(label => ({ label, version })))
  const guarded =
    settings.guardedLabels.length > 0 ? `${settings.guardedLabels.join(', ')} moves only with approval` : null
  const about = [
    settings.description,
    settings.suite ? `versions compared by the suite ${settings.suite}` : null,
    guarded,
  ].filter(Boolean)
  return (
    <EntityHead
      name={settings.name}
      facts={
        <>
          {labels.map(({ label, version }) => (
            <Tag key={label}>
              {label} v{version}
            </Tag>
          ))}
          {folder ? (
            <Link className="hp-muted" href={`/prompts?folder=${encodeURIComponent(folder)}`}>
              in <VisibleText text={folder} />
            </Link>
          ) : null}
        </>
      }
      description={about.length > 0 ? about.join(' · ') : null}
      actions={
        <>
          {children}
          {actions}
        </>
      }
    />
  )
}
