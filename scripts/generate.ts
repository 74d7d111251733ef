import { generate } from './steps.ts'

await generate(console.log)
