'use client'

import dynamic from 'next/dynamic'
import { useShell } from '#components/shell/shell-context.ts'

const DemoControls = dynamic(() => import('./demo-controls.tsx').then(module => module.DemoControls), { ssr: false })

/** What marks a demo project. No other project loads it. */
export function DemoMark() {
  return useShell().project.demo ? <DemoControls /> : null
}
