import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { KitGallery } from '#components/docs/kit-gallery.tsx'

export const metadata: Metadata = { title: 'Kit' }

/** The parts that screens are made of, for who builds screens: only under `npm run dev`. */
export default function Page() {
  if (process.env.NODE_ENV !== 'development') notFound()
  return <KitGallery />
}
