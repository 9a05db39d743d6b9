/**
 * Feeds hostile things to everything that reads what strangers sent; ends with 1 where something fails.
 *
 *   npm run fuzz                                   all tests of this folder, 5,000 runs each, from another seed each time
 *   npm run fuzz -- --runs 500 --seed 7            so many, from the seed that an earlier run printed
 *   npm run fuzz -- --target buttons               those tests or targets whose name has "buttons" in it
 *   npm run fuzz -- --guided                       the targets of targets.ts, led on by what code each text reaches
 */
import { parseArgs } from 'node:util'
import { startVitest } from 'vitest/node'
import { random } from '../chaos/random.ts'

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '5000' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    target: { type: 'string', default: '' },
    guided: { type: 'boolean', default: false },
  },
})
const print = (text: string) => void process.stdout.write(`${text}\n`)
const [runs, seed] = [Number(values.runs), Number(values.seed)]
if (!Number.isSafeInteger(runs) || runs < 1 || !Number.isSafeInteger(seed)) {
  print('--runs takes a number from 1 on, and --seed a whole number.')
  process.exit(2)
}
print(`seed ${seed}`)
const faulty = values.guided ? await guideAll() : await testAll()
process.exit(faulty ? 1 : 0)

async function testAll(): Promise<boolean> {
  const vitest = await startVitest('test', ['test/fuzz'], {
    ...{ watch: false, testTimeout: 0, provide: { fuzz: { runs, seed } } },
    ...(values.target ? { testNamePattern: values.target } : {}),
  })
  const failed = vitest.state.getCountOfFailedTests() > 0 || vitest.state.getUnhandledErrors().length > 0
  await vitest.close()
  return failed
}

async function guideAll(): Promise<boolean> {
  const [{ guide }, { TARGETS }] = await Promise.all([import('./guided.ts'), import('./targets.ts')])
  let faults = 0
  for (const [name, target] of Object.entries(TARGETS).filter(([one]) => one.includes(values.target))) {
    const { tried, reached, heaviest, broken } = await guide(target, runs, random(seed))
    print(
      `${name}: ${tried} texts, ${reached} places, at most ${heaviest.steps} steps (${heaviest.text.length} characters)`,
    )
    for (const { message, text } of broken) print(`  ${message}\n    ${JSON.stringify(text)}`)
    faults += broken.length
  }
  print(faults === 0 ? '\nEvery promise held.' : `\n${faults} promises were broken.`)
  return faults > 0
}
