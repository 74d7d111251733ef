import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import path from 'node:path'
import type { Adapter } from './run-cell.ts'

const clients = path.resolve(import.meta.dirname, '..')
export const venv = path.join(clients, 'python/.venv')

/** The Python of the tests: with the frameworks if `npm run test:python` has made it, else that of the machine. */
export function findPython(): string | null {
  const made = path.join(venv, process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python')
  const candidates = [process.env.HOLDPOINT_PYTHON ?? made, 'python3', 'python'].filter(
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
  AutoGen: 'autogen_agentchat',
  LangChain: 'langchain',
  LangGraph: 'langgraph',
  'OpenAI Agents': 'agents',
  'Pydantic AI': 'pydantic_ai',
  MCP: 'mcp',
}

export function pythonAdapters(python: string): Adapter[] {
  const modules = Object.values(drivers).filter(each => each !== null)
  const check = `import importlib.util as u; print(*[m for m in ${JSON.stringify(modules)} if u.find_spec(m)])`
  const found = spawnSync(python, ['-c', check], { encoding: 'utf8' }).stdout.trim().split(' ')
  return Object.entries(drivers).map(([name, module]) => ({
    name,
    command: [python, path.join(clients, 'python/conformance/agent.py'), name.toLowerCase().replace(/ /g, '_')],
    always: name.endsWith('guard'),
    installed: module === null || found.includes(module),
  }))
}
