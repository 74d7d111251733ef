import type { ReactNode } from 'react'
import { VisibleText } from './visible-text.tsx'
import { When } from './when.tsx'

interface Props {
  of: { description: string | null; owner: string | null; seen: { firstAt: string; lastAt: string } | null }
  /** After when it was seen. */
  more: ReactNode
  unseen: string
}

/** Under the name of something in the registry: what it is for, who owns it, when it was seen. */
export const RegisteredAbout = ({ of: { description, owner, seen }, more, unseen }: Props) => (
  <>
    {description ? (
      <p>
        <VisibleText text={description} />
      </p>
    ) : null}
    <p className="hp-muted">
      {owner ? (
        <>
          owned by <VisibleText text={owner} /> ·{' '}
        </>
      ) : null}
      {seen ? (
        <>
          first seen <When at={seen.firstAt} form="absolute" />, last <When at={seen.lastAt} />
          {more}
        </>
      ) : (
        unseen
      )}
    </p>
  </>
)
