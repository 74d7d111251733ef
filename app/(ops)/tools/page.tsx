import type { Metadata } from 'next'
import { ToolList } from '#components/tools/tool-list.tsx'

export const metadata: Metadata = { title: 'Tools' }

export default function ToolsPage() {
  return <ToolList />
}
