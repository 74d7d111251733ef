import { TextInput } from '@mantine/core'
import { FindingsInput } from './findings-input.tsx'
import { findingsOf } from './rows.ts'

export const emptyScenario = { scenario: '', findings: '' }
type Fields = typeof emptyScenario

/** The fields of the request. What was left empty is left out. */
export function scenarioBody({ scenario, findings }: Fields) {
  const expectedFindings = findingsOf(findings)
  return {
    ...(scenario.trim() === '' ? {} : { scenario: scenario.trim() }),
    ...(expectedFindings.length === 0 ? {} : { expectedFindings }),
  }
}

/** The parts of a scenario that are not in a trace. */
export function ScenarioFields({ fields, onChange }: { fields: Fields; onChange: (fields: Fields) => void }) {
  return (
    <>
      <TextInput
        mt={12}
        label="Id"
        description="If left empty, made from the trace"
        maxLength={200}
        value={fields.scenario}
        onChange={event => onChange({ ...fields, scenario: event.currentTarget.value })}
      />
      <FindingsInput
        mt={12}
        minRows={3}
        value={fields.findings}
        onChange={findings => onChange({ ...fields, findings })}
      />
    </>
  )
}
