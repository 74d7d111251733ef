import { Part } from '#components/kit/blocks.tsx'
import { VisibleText } from '#components/kit/visible-text.tsx'
import type { ToolDetail } from '#lib/domain/tools/schemas.ts'
import { ruleInForce } from '../rule-in-force.ts'
import styles from '../tools.module.css'

/** When a request for it waits for a person, and why. */
export function Rule({ tool }: { tool: ToolDetail }) {
  const rule = ruleInForce({ ...tool, risk: tool.effectiveRisk })
  return (
    <div className={styles.inset}>
      <Part title="Approval">
        <dl className={styles.rule}>
          <dt>in production</dt>
          <dd>
            <VisibleText text={rule.production} />
          </dd>
          <dt>elsewhere</dt>
          <dd>
            <VisibleText text={rule.elsewhere} />
          </dd>
          <dt>arguments</dt>
          <dd>
            {tool.schema
              ? 'What does not fit the schema is refused, of a request and of an edit.'
              : 'Any: no schema is registered.'}
          </dd>
        </dl>
      </Part>
    </div>
  )
}
