'use client'

import registered from '#components/kit/registered.module.css'
import { Status } from '#components/kit/status.tsx'
import { Timeline } from '#components/kit/timeline.tsx'
import { VisibleText } from '#components/kit/visible-text.tsx'
import type { SloCourse } from '#lib/domain/slos/schemas.ts'
import { sloStatuses } from '#lib/domain/slos/statuses.ts'

/** When its status changed, with the figures at that time. */
export function StatusChanges({ course: { transitions } }: { course: SloCourse }) {
  return (
    <section className={registered.inset} aria-label="Changes of status">
      <h3>Changes of status</h3>
      <Timeline
        label="Changes of status"
        empty="Its status has not changed yet"
        events={transitions.map(({ at, to, message }) => ({
          id: at,
          at,
          mark: <Status of={sloStatuses} value={to} iconOnly />,
          title: sloStatuses[to].label,
          detail: <VisibleText text={message} />,
        }))}
      />
    </section>
  )
}
