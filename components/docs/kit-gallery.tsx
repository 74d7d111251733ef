'use client'

import { Button } from '@mantine/core'
import { useState } from 'react'
import { Code, Empty, Key, Note, Skeleton, Tag } from '#components/kit/blocks.tsx'
import { ConfirmDialog } from '#components/kit/confirm-dialog.tsx'
import { LineDiff } from '#components/kit/diff/line-diff.tsx'
import { WordDiff } from '#components/kit/diff/word-diff.tsx'
import { EnvironmentTag } from '#components/kit/environment-tag.tsx'
import { MarkdownText } from '#components/kit/markdown-text.tsx'
import { ReasonDialog } from '#components/kit/reason-dialog.tsx'
import { Status } from '#components/kit/status.tsx'
import { VisibleText } from '#components/kit/visible-text.tsx'
import { Countdown, When } from '#components/kit/when.tsx'
import { approvalStatuses } from '#lib/domain/approvals/statuses.ts'
import { DocsFrame } from './docs-frame.tsx'
import { FigureSamples } from './kit/figure-samples.tsx'
import styles from './kit/kit-gallery.module.css'
import { Sample } from './kit/sample.tsx'
import { hostileText, markdownSample, now } from './kit/samples.ts'

/** Every part of the kit with made-up content, to look at in both schemes and at every width. */
export function KitGallery() {
  return (
    <DocsFrame>
      <div className={styles.gallery}>
        <Sample name="Words">
          <p className={styles.line}>
            <Tag>crewai</Tag>
            <EnvironmentTag name="production" />
            <EnvironmentTag name="staging" />
            <Key>⌘K</Key>
            <When at={now} />
            <When at={now} form="absolute" />
            <Countdown until={now} />
          </p>
          <p>
            <VisibleText text={hostileText} />
          </p>
          <p className={styles.line}>
            {Object.keys(approvalStatuses).map(status => (
              <Status key={status} of={approvalStatuses} value={status as keyof typeof approvalStatuses} />
            ))}
          </p>
        </Sample>
        <Sample name="Notes and empty places">
          <Note tone="waiting">Held because the tool is dangerous in production.</Note>
          <Note tone="warning">Cost leaves out 212 model calls without a known price.</Note>
          <Note tone="critical">The decision could not be sent.</Note>
          <Empty title="No agents yet">Point an agent at Holdpoint and it stands here.</Empty>
          <Skeleton rows={3} />
        </Sample>
        <FigureSamples />
        <Sample name="Texts">
          <Code label="arguments" text={'{\n  "resource": "node-3"\n}'} />
          <MarkdownText text={markdownSample} />
          <LineDiff before={'{\n  "replicas": 3\n}'} after={'{\n  "replicas": 5\n}'} />
          <WordDiff before="Restart the node, then look." after="Drain the node, then look again." />
        </Sample>
        <Sample name="Dialogs">
          <Dialogs />
        </Sample>
      </div>
    </DocsFrame>
  )
}

function Dialogs() {
  const [open, setOpen] = useState<'confirm' | 'reason' | null>(null)
  const close = () => setOpen(null)
  return (
    <p className={styles.line}>
      <Button variant="default" onClick={() => setOpen('confirm')}>
        Confirm
      </Button>
      <Button variant="default" onClick={() => setOpen('reason')}>
        Confirm with a reason
      </Button>
      {open === 'confirm' ? (
        <ConfirmDialog action="Revoke key" danger busy={false} onConfirm={close} onClose={close}>
          Agents that use it get no answer from now on.
        </ConfirmDialog>
      ) : null}
      {open === 'reason' ? (
        <ReasonDialog action="Stop agent" danger busy={false} onConfirm={close} onClose={close}>
          Its next step is denied.
        </ReasonDialog>
      ) : null}
    </p>
  )
}
