import { build, generate } from './steps.ts'

await generate(console.log)
await build(console.log)
