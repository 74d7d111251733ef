import { Textarea, TextInput } from '@mantine/core'

export const emptyScenario = { scenario: '', findings: '' }
type Fields = typeof emptyScenario

/** The request of what was typed: what is left out stays out. */
export function scenarioBody({ scenario, findings }: Fields) {
  const expectedFindings = findings
    .split('\n')
    .map(line => line.trim())
    .filter(Boolean)
  return {
    ...(scenario.trim() === '' ? {} : { scenario: scenario.trim() }),
    ...(expectedFindings.length === 0 ? {} : { expectedFindings }),
  }
}

/** What a trace does not tell of a scenario. */
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
      <Textarea
        mt={12}
        label="Expected findings"
        description="One per line: what a good answer names"
        autosize
        minRows={3}
        maxRows={10}
        value={fields.findings}
        onChange={event => onChange({ ...fields, findings: event.currentTarget.value })}
      />
    </>
  )
}
