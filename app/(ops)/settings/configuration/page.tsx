import type { Metadata } from 'next'
import { SettingsFrame } from '#components/access/settings-frame.tsx'
import { ConfigurationScreen } from '#components/configuration/configuration-screen.tsx'

export const metadata: Metadata = { title: 'Configuration' }

export default function ConfigurationPage() {
  return (
    <SettingsFrame>
      <ConfigurationScreen />
    </SettingsFrame>
  )
}
