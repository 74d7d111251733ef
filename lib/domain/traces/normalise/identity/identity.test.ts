import { expect, test } from 'vitest'
import type { CanonicalSpan } from '#lib/domain/traces/canonical.ts'
import { canonical, scope } from '#lib/domain/traces/normalise/test-span.ts'
import type { Attributes, OtlpSpan } from '#lib/domain/traces/otlp/types.ts'

type Case = [Partial<CanonicalSpan>, Attributes, Partial<OtlpSpan>?]
const resource = (attributes: Attributes) => ({ resource: { attributes } })

const cases: Case[] = [
  [{ agent: 'planner' }, { 'gen_ai.agent.name': 'planner', 'gen_ai.agent.id': 'new-each-time' }],
  [{ agent: null }, { 'gen_ai.agent.id': 'new-each-time' }],
  [{ agent: 'Post-Mortem Writer' }, { 'openinference.span.kind': 'AGENT', 'graph.node.id': ' Post-Mortem\tWriter\n' }],
  [{ agent: null }, { 'openinference.span.kind': 'LLM', 'graph.node.id': 'coder' }],
  [{ agent: 'x'.repeat(200) }, { 'gen_ai.agent.name': 'x'.repeat(5000) }],
  [{ agent: 'ops_agent' }, { metadata: '{"lc_agent_name": "ops_agent"}' }],
  [{ agent: 'support' }, { 'langfuse.observation.type': 'agent' }, { name: 'support' }],
  [{ agent: 'researcher' }, { 'openinference.span.kind': 'AGENT' }, { name: 'researcher.on_messages_stream' }],
  [
    { agent: 'Incident Crew' },
    { 'openinference.span.kind': 'CHAIN' },
    { name: 'Incident Crew.kickoff', ...scope('openinference.instrumentation.crewai') },
  ],
  [
    { agent: null },
    { 'openinference.span.kind': 'CHAIN' },
    { name: 'Crew_54b7c31e-c97c-4f2d-921d-a6b5098610db.kickoff', ...scope('openinference.instrumentation.crewai') },
  ],
  [{ agent: null }, { 'gen_ai.operation.name': 'invoke_agent' }, { name: 'invoke_agent gpt-4o-mini' }],
  [{ agent: 'nightly' }, { 'traceloop.span.kind': 'workflow', 'traceloop.entity.name': 'nightly' }],
  // What a framework calls work without a name is no agent.
  [{ agent: null }, { 'openinference.span.kind': 'AGENT' }, { name: 'Agent workflow' }],
  [{ agent: null }, { 'traceloop.span.kind': 'workflow', 'traceloop.entity.name': 'RunnableSequence' }],
  [
    { agent: 'FunctionAgent' },
    { 'traceloop.span.kind': 'workflow', 'traceloop.entity.name': 'FunctionAgent.workflow' },
  ],
  [{ agent: 'weather_agent' }, { 'mlflow.spanType': '"AGENT"' }, { name: 'weather_agent' }],
  [
    { agent: 'Triage', name: "Agent run: 'Triage'" },
    { 'logfire.msg_template': 'Agent run: {name!r}', 'logfire.msg': "Agent run: 'Triage'", name: 'Triage' },
    { name: 'Agent run: {name!r}', ...scope('logfire.openai_agents') },
  ],
  [{ model: 'gpt-4o-mini-2024-07-18' }, { 'mlflow.llm.model': '"gpt-4o-mini-2024-07-18"', model: '"gpt-4o-mini"' }],
  [{ tool: 'get_weather' }, { 'openinference.span.kind': 'TOOL' }, { name: 'get_weather.__call__' }],
  [{ framework: 'strands', provider: null }, { 'gen_ai.system': 'strands-agents' }],
  [{ framework: 'langgraph' }, { 'gen_ai.provider.name': 'langgraph' }],
  [{ framework: 'langgraph' }, { 'langsmith.metadata.ls_integration': 'langchain_create_agent' }, scope('langsmith')],
  [{ serviceName: 'desk' }, {}, resource({ 'service.name': 'unknown_service', 'openinference.project.name': 'desk' })],
  [{ serviceName: null }, {}, resource({ 'openinference.project.name': 'default' })],
  [{ userId: 'u1' }, { 'llm.user': 'u1' }],
  [{ userId: 'u1' }, { 'gen_ai.request.user': 'u1' }],
  [{ userId: null }, { 'gen_ai.request.user': '' }],
  [
    { model: 'gemini-2.5-flash', requestModel: 'gemini-2.5-flash', provider: 'gcp.gemini', input: '{"messages":[]}' },
    {
      'genkit:metadata:subtype': 'model',
      'genkit:name': 'googleai/gemini-2.5-flash',
      'genkit:input': '{"messages":[]}',
    },
  ],
  [
    { model: 'llama3', provider: null },
    { 'genkit:metadata:subtype': 'model', 'genkit:name': 'llama3' },
  ],
  [
    { tool: 'get_weather', model: null },
    { 'genkit:metadata:subtype': 'tool', 'genkit:name': 'get_weather' },
  ],
  [{ framework: 'claude-code' }, {}, scope('com.anthropic.claude_code.tracing')],
  [{ framework: 'codex' }, {}, scope('codex_exec')],
  [{ model: 'gpt-4o' }, { 'codex.turn.token_usage.total_tokens': 432, model: 'gpt-4o' }],
  [
    { tool: 'exec_command', model: null, toolCallId: 't1', sessionId: 'c1' },
    { 'codex.tool.phase': 'dispatch', tool_name: 'exec_command', call_id: 't1', 'conversation.id': 'c1' },
  ],
  [
    { framework: 'gemini-cli', toolCallId: 't1' },
    { 'gen_ai.operation.name': 'tool_call', 'gen_ai.tool.call_id': 't1' },
    scope('gemini-cli'),
  ],
  [{ sessionId: 's1' }, { 'session.id': 's1', 'gen_ai.conversation.id': 'c1' }],
  [{ sessionId: '7' }, { 'session.id': 7 }],
  [{ sessionId: 'c1' }, { 'session.id': '  ', 'gen_ai.conversation.id': 'c1' }],
  [{ sessionId: null }, { 'gen_ai.conversation.id': 'resp_0123' }],
  [{ sessionId: 't1' }, { 'gen_ai.conversation.id': 'resp_0123', 'mastra.metadata.threadId': 't1' }],
  [{ sessionId: 't9', userId: 'u9' }, { metadata: '{"thread_id":"t9","user_id":"u9"}' }],
  [{ sessionId: null, userId: null }, { metadata: '{broken' }],
  [{ userId: 'u1' }, { 'traceloop.association.properties.user_id': 'u1' }],
  [{ userId: 'e1' }, { 'enduser.id': 'e1' }],
  // The same names as each client's users spell them (langfuse/langfuse-docs 3415, stremio-addon-douban 71, Arize-ai/phoenix 2761).
  ...[
    'session_id',
    'sessionId',
    'thread_id',
    'conversationId',
    'gen_ai.session.id',
    'metadata.session_id',
    'langfuse.trace.metadata.langfuse_session_id',
    'langfuse.observation.metadata.thread_id',
    'ai.telemetry.metadata.threadId',
    'ai.telemetry.metadata.chat-id',
    'traceloop.association.properties.conversation_id',
    'langsmith.metadata.conversation_id',
  ].map((key): Case => [{ sessionId: 's1' }, { [key]: 's1' }]),
  ...[
    'user_id',
    'userId',
    'gen_ai.user.id',
    'ai.telemetry.metadata.user_id',
    'langfuse.trace.metadata.langfuse_user_id',
    'trace.metadata.openrouter.user_id',
  ].map((key): Case => [{ userId: 'u1' }, { [key]: 'u1' }]),
  [{ sessionId: 't9', userId: 'u9' }, { metadata: '{"sessionId":"t9","userId":"u9"}' }],
  [{ sessionId: 's1' }, { 'session.id': 's1', session_id: 's2' }],
  // A thread of the machine, and whatever else ends like one of the names.
  [
    { sessionId: null, userId: null },
    { 'thread.id': 7, 'db.session_id': 'x', 'superuser.id': 'x', thread_id: '' },
  ],
  [{ release: '2.0' }, { 'langfuse.version': '2.0', 'langfuse.release': '9' }],
  [{ release: '9' }, { 'langfuse.release': '9' }],
  [{ release: '9' }, {}, resource({ 'langfuse.release': '9' })],
  [{ release: null, serviceVersion: '1.4.2' }, { 'langfuse.release': '9' }, resource({ 'service.version': '1.4.2' })],
  [{ environment: 'prod' }, {}, resource({ 'deployment.environment.name': 'prod' })],
  [{ environment: 'old' }, {}, resource({ 'deployment.environment': 'old' })],
  [{ environment: 'prod' }, { 'langfuse.environment': 'default' }, resource({ 'deployment.environment.name': 'prod' })],
  [{ serviceName: null }, {}, resource({ 'service.name': 'unknown_service:/usr/bin/node' })],
  [{ serviceName: 'api' }, {}, resource({ 'service.name': 'api' })],
  [{ runId: null }, { 'mastra.metadata.runId': 'r' }],
  [{ runId: 'r' }, { 'holdpoint.run.id': 'r' }],
  [{ tags: ['beta'] }, { 'mastra.tags': '["beta","beta"]' }],
  [{ tags: ['a', 'b'] }, { 'tag.tags': ['a', 'b', 3] }],
  [{ tags: ['prod', 'eu'] }, { 'langsmith.span.tags': 'seq:step:1, prod, graph:step:2, eu' }],
  [{ tags: [] }, { 'tag.tags': ['map:key:answer'] }],
  [{ traceName: 'weather-run' }, { 'langfuse.trace.name': 'weather-run' }],
  [
    { promptName: 'p', promptVersion: '3' },
    { 'langfuse.observation.prompt.name': 'p', 'langfuse.observation.prompt.version': 3 },
  ],
  [
    { promptName: 'p', promptVersion: '3' },
    { 'gen_ai.prompt.name': 'p', 'gen_ai.prompt.version': '3' },
  ],
  [{ tool: 'search' }, { 'gen_ai.operation.name': 'execute_tool', 'gen_ai.tool.name': 'search' }],
  [
    { tool: 'search', toolCallId: 'c1' },
    { 'openinference.span.kind': 'TOOL', 'tool.id': 'c1' },
    { name: 'search.run' },
  ],
  [{ tool: null }, { 'openinference.span.kind': 'LLM', 'tool.name': 'search' }],
  [{ framework: 'crewai', provider: null }, { 'gen_ai.provider.name': 'crewai' }],
  [{ framework: 'autogen', provider: null }, { 'gen_ai.system': 'autogen' }],
  [{ framework: 'langchain' }, {}, scope('openinference.instrumentation.langchain')],
  [{ framework: 'langgraph' }, { metadata: '{"langgraph_step":1}' }, scope('openinference.instrumentation.langchain')],
  [{ framework: 'vercel-ai' }, {}, scope('ai')],
  [{ framework: null }, {}, scope('openai')],
  [{ provider: 'openai' }, { 'gen_ai.system': 'openai.chat' }],
  [{ provider: 'azure.ai.openai' }, { 'gen_ai.system': 'az.ai.openai' }],
  [{ provider: 'gcp.vertex_ai' }, { 'gen_ai.system': 'vertex_ai' }],
  [{ provider: 'aws.bedrock' }, { metadata: '{"ls_provider":"amazon_bedrock"}' }],
  [{ provider: 'openai' }, { 'gen_ai.provider.name': 'langchain', 'llm.provider': 'openai' }],
  [
    { model: 'b', requestModel: 'a' },
    { 'gen_ai.request.model': 'a', 'gen_ai.response.model': 'b' },
  ],
  [{ model: 'a', requestModel: 'a' }, { 'gen_ai.request.model': 'a' }],
  [{ model: 'm' }, { 'openinference.span.kind': 'LLM', 'llm.invocation_parameters': '{"model":"m"}' }],
  [
    { responseId: 'chatcmpl-1' },
    { 'openinference.span.kind': 'LLM', 'output.value': '{"id":"chatcmpl-1","choices":[]}' },
  ],
]

test.each(cases)('%j from %j', (expected, attributes, rest) => {
  expect(canonical(attributes, rest)).toMatchObject(expected)
})
