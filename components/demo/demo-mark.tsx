'use client'

import dynamic from 'next/dynamic'

/** The mark of a demo project. It is drawn and loaded only there. */
export const DemoMark = dynamic(() => import('./demo-controls.tsx').then(module => module.DemoControls), { ssr: false })
