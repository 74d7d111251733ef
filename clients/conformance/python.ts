import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import path from 'node:path'
import type { Adapter } from './run-cell.ts'

const clients = path.resolve(import.meta.dirname, '..')
export const venv = path.join(clients, 'python/.venv')

/** The part of it that CI plays. */
export const shortVenv = path.join(clients, 'python/.venv-short')

/** LiteLLM's proxy wants other versions of what the frameworks want, and has an environment of its own. */
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

/** Drivers, with the module that each needs. */
const drivers: Record<string, string | null> = {
  'python guard': null,
  'python permit': null,
  CrewAI: 'crewai',
  'CrewAI async': 'crewai',
  'CrewAI direct': 'crewai',
  'CrewAI delegated': 'crewai',
  AutoGen: 'autogen_agentchat',
  LangChain: 'langchain',
  'LangChain HITL': 'langchain',
  LangGraph: 'langchain',
  'OpenAI Agents': 'agents',
  'Pydantic AI': 'pydantic_ai',
  MCP: 'mcp',
  'MCP proxy': 'mcp',
  LiteLLM: 'litellm',
  'LiteLLM stream': 'litellm',
}

export function pythonAdapters(python: string): Adapter[] {
  const modules = new Map([python, pythonIn(proxyVenv)].map(each => [each, modulesOf(each)]))
  return Object.entries(drivers).map(([name, module]) => {
    const own = module === 'litellm' ? pythonIn(proxyVenv) : python
    return {
      name,
      command: [own, path.join(clients, 'python/conformance/agent.py')],
      hosted: { framework: module ?? 'none', driver: name.toLowerCase().replace(/ /g, '_') },
      always: name.endsWith('guard'),
      installed: module === null || modules.get(own)?.includes(module) === true,
    }
  })
}

/** Which of the frameworks this Python has. */
function modulesOf(python: string): string[] {
  const wanted = Object.values(drivers).filter(each => each !== null)
  const check = `import importlib.util as u; print(*[m for m in ${JSON.stringify(wanted)} if u.find_spec(m)])`
  return existsSync(python) || !path.isAbsolute(python)
    ? spawnSync(python, ['-c', check], { encoding: 'utf8' }).stdout.trim().split(' ')
    : []
}
