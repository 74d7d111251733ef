import type { Metadata } from 'next'
import { ChannelsScreen } from '#components/alerts/channels-screen.tsx'

export const metadata: Metadata = { title: 'Channels' }

export default function ChannelsPage() {
  return <ChannelsScreen />
}
