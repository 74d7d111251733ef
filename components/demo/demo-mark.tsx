'use client'

import dynamic from 'next/dynamic'

/** Drawn in a demo project alone, and loaded only where it is drawn. */
export const DemoMark = dynamic(() => import('./demo-controls.tsx').then(module => module.DemoControls), { ssr: false })
