/**
 * The app under every fault that is known, with real processes on a real Postgres: nothing that was acknowledged is lost,
 * nothing comes twice, and nobody has to do anything, or this ends with 1.
 *
 *   npm run faults                                  all scenarios, a minute each and more, seed 1
 *   npm run faults -- --only Postgres --seed 7      those whose name has "Postgres" in it
 *   npm run faults -- --short                       as npm test does it
 */
import { parseArgs } from 'node:util'
import { startPostgres } from '../store/postgres.ts'
import { faultsOf, play } from './play.ts'
import { faultsProgram } from './program.ts'
import { SCENARIOS } from './scenarios.ts'
import { LONG, SHORT } from './sizes.ts'
import { HEADING, line } from './table.ts'

const { values } = parseArgs({
  options: {
    seed: { type: 'string', multiple: true, default: ['1'] },
    only: { type: 'string', default: '' },
    short: { type: 'boolean', default: false },
    verbose: { type: 'boolean', default: false },
  },
})
const PATIENCE_MS = { short: 60_000, long: 400_000 }
const print = (text: string) => void process.stdout.write(`${text}\n`)

const { program, remove } = await faultsProgram()
const server = await startPostgres()
let faulty = 0
print(HEADING)
for (const seed of values.seed.map(Number)) {
  for (const scenario of SCENARIOS.filter(({ name }) => name.includes(values.only))) {
    const size = values.short ? SHORT : LONG
    const result = await play(scenario, {
      program,
      server,
      seed,
      size,
      patienceMs: values.short ? PATIENCE_MS.short : PATIENCE_MS.long,
    })
    if (result === undefined) {
      print(`| ${scenario.name} | not done: this machine does not let us mount |`)
      continue
    }
    print(line(result))
    const faults = faultsOf(result)
    for (const fault of faults) print(`  ${fault}`)
    if (values.verbose) print(result.output)
    faulty += faults.length
  }
}
await server.close()
remove()
print(faulty === 0 ? '\nNothing was lost, and nothing came twice.' : `\n${faulty} FAULTS.`)
process.exit(faulty === 0 ? 0 : 1)
