import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import path from 'node:path'
import type { Adapter } from './run-cell.ts'

const clients = path.resolve(import.meta.dirname, '..')
export const venv = path.join(clients, 'python/.venv')

/** LiteLLM's proxy wants other versions of what the frameworks want; so do the newest of MCP and of OpenAI Agents. */
export const proxyVenv = path.join(clients, 'python/.venv-litellm')

export const pythonIn = (folder: string) =>
  path.join(folder, process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python')

/** The Python of the tests: with the frameworks if `npm run test:python` has made it, else that of the machine. */
export function findPython(): string | null {
  const candidates = [process.env.HOLDPOINT_PYTHON ?? pythonIn(venv), 'python3', 'python'].filter(
    each => !path.isAbsolute(each) || existsSync(each),
  )
  const usable = 'import sys; sys.exit(sys.version_info < (3, 10))'
  return candidates.find(each => spawnSync(each, ['-c', usable]).status === 0) ?? null
}

interface Driver {
  /** What it needs, if anything. */
  module?: string
  /** Its file, where that is not named as the row. */
  file?: string
  /** Which environment has the version that it plays. */
  venv?: string
}

const drivers: Record<string, Driver> = {
  'python guard': {},
  'python permit': {},
  CrewAI: { module: 'crewai' },
  'CrewAI async': { module: 'crewai' },
  'CrewAI direct': { module: 'crewai' },
  'CrewAI delegated': { module: 'crewai' },
  AutoGen: { module: 'autogen_agentchat' },
  LangChain: { module: 'langchain' },
  'LangChain HITL': { module: 'langchain' },
  LangGraph: { module: 'langchain' },
  'OpenAI Agents': { module: 'agents' },
  'OpenAI Agents 0.24': { module: 'agents', file: 'openai_agents', venv: proxyVenv },
  'Pydantic AI': { module: 'pydantic_ai' },
  MCP: { module: 'mcp' },
  'MCP proxy': { module: 'mcp' },
  'MCP 2': { module: 'mcp', file: 'mcp', venv: proxyVenv },
  'MCP 2 proxy': { module: 'mcp', file: 'mcp_proxy', venv: proxyVenv },
  LiteLLM: { module: 'litellm', venv: proxyVenv },
  'LiteLLM stream': { module: 'litellm', venv: proxyVenv },
}

export function pythonAdapters(python: string): Adapter[] {
  const modules = new Map([python, pythonIn(proxyVenv)].map(each => [each, modulesOf(each)]))
  return Object.entries(drivers).map(([name, { module, file, venv: special }]) => {
    const own = special === undefined ? python : pythonIn(special)
    return {
      name,
      command: [own, path.join(clients, 'python/conformance/agent.py')],
      hosted: { framework: `${module ?? 'none'} of ${own}`, driver: file ?? name.toLowerCase().replace(/ /g, '_') },
      always: name.endsWith('guard'),
      installed: module === undefined || modules.get(own)?.includes(module) === true,
    }
  })
}

/** Which of the frameworks this Python has. */
function modulesOf(python: string): string[] {
  const wanted = Object.values(drivers).flatMap(({ module }) => module ?? [])
  const check = `import importlib.util as u; print(*[m for m in ${JSON.stringify(wanted)} if u.find_spec(m)])`
  return existsSync(python) || !path.isAbsolute(python)
    ? spawnSync(python, ['-c', check], { encoding: 'utf8' }).stdout.trim().split(' ')
    : []
}
