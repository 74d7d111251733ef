'use client'

import { Countdown } from '#components/kit/when.tsx'
import { useNow } from '#lib/client/use-now.ts'

/** When its time is over it does not probe by itself: the next question is the probe. */
export function NextProbe({ at }: { at: string }) {
  const now = useNow('second')
  if (now > 0 && Date.parse(at) <= now)
    return <span title="Its time is over: the next step is its probe">next step</span>
  return <Countdown until={at} urgentMs={0} />
}
