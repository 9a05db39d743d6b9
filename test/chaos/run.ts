/**
 * Digests under every fault that is known, with real processes and real databases: exactly one message for each
 * channel and slot, or this ends with 1.
 *
 *   npm run chaos                                    all scenarios, 1,000 digests each, three seeds
 *   npm run chaos -- --only lost --digests 200       those whose name has "lost" in it
 *   npm run chaos -- --seed 7                        one seed, as an earlier run printed it
 */
import { parseArgs } from 'node:util'
import { bundle } from './bundle.ts'
import { startServers } from './place.ts'
import { play } from './play.ts'
import { LONG, SHORT } from './scenarios.ts'
import { faultsOf, heading, line } from './table.ts'

const { values } = parseArgs({
  options: {
    seed: { type: 'string', multiple: true, default: ['1', '2', '3'] },
    digests: { type: 'string', default: '1000' },
    only: { type: 'string', default: '' },
    short: { type: 'boolean', default: false },
    patience: { type: 'string', default: '900' },
    verbose: { type: 'boolean', default: false },
  },
})
const print = (text: string) => void process.stdout.write(`${text}\n`)

const program = await bundle(new URL('./worker.ts', import.meta.url))
const servers = await startServers()
const scenarios = (values.short ? SHORT : LONG).filter(({ name }) => name.includes(values.only))
const digests = Number(values.digests)
let faulty = 0
for (const seed of values.seed.map(Number)) {
  print(`\nseed ${seed}\n${heading()}`)
  for (const scenario of scenarios) {
    const result = await play(scenario, {
      digests,
      seed,
      bundle: program,
      servers,
      patienceMs: Number(values.patience) * 1000,
    })
    print(line(result))
    const faults = faultsOf(result)
    for (const fault of faults) print(`  ${fault}`)
    if (values.verbose) print(result.output)
    faulty += faults.length
  }
}
await servers.close()
program.remove()
print(faulty === 0 ? '\nEach digest came once.' : `\n${faulty} FAULTS.`)
process.exit(faulty === 0 ? 0 : 1)
