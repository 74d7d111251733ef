import { isProduction } from '#lib/shared/environment.ts'
import { Tag } from './blocks.tsx'
import { VisibleText } from './visible-text.tsx'

/** The environment something runs in; red where the policy takes it for production. */
export function EnvironmentTag({ name }: { name: string }) {
  return (
    <Tag critical={isProduction(name)}>
      <VisibleText text={name} />
    </Tag>
  )
}
