#!/usr/bin/env node
import { run } from './lib/commands.mjs'

// 0: pass, 1: fail, 2: inconclusive or an error. Whatever goes wrong is no pass.
try {
  process.exitCode = await run(process.argv.slice(2), process.env)
} catch (error) {
  process.stderr.write(`holdpoint: ${error instanceof Error ? error.message : error}\n`)
  process.exitCode = 2
}
