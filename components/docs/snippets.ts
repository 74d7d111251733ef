/** Code of the guide to frameworks, under its heading. */
export interface Snippet {
  id: string
  label: string
  language: 'python' | 'ts'
  /** How its packages come; null where it needs none of its own. */
  install: string | null
  /** With what every snippet of its language begins with. */
  code: string
}

const blockOf = (text: string, language: string): string | null =>
  new RegExp(`^\`\`\`${language}\\n([\\s\\S]+?)\\n\`\`\``, 'm').exec(text)?.[1] ?? null

/** The snippets of docs/frameworks.md, which is where they are written: pages show them, and tests run them. */
export function snippetsOf(guide: string): Snippet[] {
  const [head = '', ...sections] = guide.split(/^## /m)
  return sections.flatMap(section => {
    const label = section.slice(0, section.indexOf('\n'))
    const language = blockOf(section, 'python') === null ? 'ts' : 'python'
    const code = blockOf(section, language)
    if (code === null) return []
    const id = label.toLowerCase().replace(/ /g, '-')
    const whole = [...beginningOf(blockOf(head, language) ?? '', code), code].join('\n\n')
    return [{ id, label, language, install: blockOf(section, 'sh'), code: whole }]
  })
}

/** The beginning of the snippets of a language: the client and the tool, where the code uses them. */
function beginningOf(beginning: string, code: string): string[] {
  const uses = [/\bhp\b/, /delete_?resource/i]
  return beginning.split('\n\n').filter((_, index) => uses[index]?.test(code) ?? true)
}

/** What clients of Holdpoint read. */
export const holdpointVariables = (origin: string, key: string) => `export HOLDPOINT_URL=${origin}
export HOLDPOINT_API_KEY=${key}`

/** What Langfuse's SDKs read in place of OpenTelemetry's variables. Each generation reads the address under its own name; the others do no harm. */
export const langfuseVariables = (origin: string, key: string) => `LANGFUSE_SECRET_KEY=${key}
LANGFUSE_PUBLIC_KEY=any
# Python 3 and later, JavaScript 4 and later
LANGFUSE_BASE_URL=${origin}
# Python 2 and early 3
LANGFUSE_HOST=${origin}
# JavaScript 3
LANGFUSE_BASEURL=${origin}`

/** A trace, without any client. */
export const curlTrace = (origin: string, key: string) => `now=$(date +%s)
curl '${origin}/api/otlp/v1/traces' -H 'Authorization: Bearer ${key}' -H 'Content-Type: application/json' -d '{
  "resourceSpans": [{"scopeSpans": [{"spans": [{
    "traceId": "'$(openssl rand -hex 16)'", "spanId": "'$(openssl rand -hex 8)'", "name": "hello from curl",
    "startTimeUnixNano": "'$now'000000000", "endTimeUnixNano": "'$now'500000000",
    "attributes": [{"key": "gen_ai.operation.name", "value": {"stringValue": "invoke_agent"}},
                   {"key": "gen_ai.agent.name", "value": {"stringValue": "incident-responder"}}]}]}]}]}'`

/** The steps of an approval, without any client. */
export const curlApproval = (
  origin: string,
  key: string,
) => `curl '${origin}/api/v1/approvals' -H 'Authorization: Bearer ${key}' -H 'Content-Type: application/json' \\
  -d '{"agent": "incident-responder", "tool": "delete_resource",
       "arguments": {"resource": "node-3"}, "environment": "production"}'

# id and digest are in the answer; wait for the decision, then claim it once:
curl '${origin}/api/v1/approvals/<id>?wait=30' -H 'Authorization: Bearer ${key}'
curl '${origin}/api/v1/approvals/<id>/claim' -H 'Authorization: Bearer ${key}' -H 'Content-Type: application/json' -d '{"digest": "<digest>"}'
# run it with the effectiveArguments of the claim, and say what happened:
curl '${origin}/api/v1/approvals/<id>/outcome' -H 'Authorization: Bearer ${key}' -H 'Content-Type: application/json' -d '{"claimId": "<claimId>", "status": "executed"}'`
