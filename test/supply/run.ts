import { audit } from './audit.ts'

const { code, text } = audit()
process.stdout.write(`${text}\n`)
process.exitCode = code
