'use client'

import { ReviewScreen } from '#components/review/review-screen.tsx'
import { TraceTranscript } from '#components/traces/trace-transcript.tsx'

/** Puts two domains on one screen, which only a page may do. */
export function ReviewPageScreen() {
  return <ReviewScreen Transcript={TraceTranscript} />
}
