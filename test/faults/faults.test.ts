import { afterAll, beforeAll, expect, it } from 'vitest'
import { type PostgresServer, startPostgres } from '../store/postgres.ts'
import { faultsOf, play } from './play.ts'
import { faultsProgram } from './program.ts'
import { SCENARIOS } from './scenarios.ts'
import { SHORT } from './sizes.ts'

/** Most are done in five seconds; a machine that does ten other things at once needs more. */
const PATIENCE_MS = 60_000

let program: Awaited<ReturnType<typeof faultsProgram>>
let server: PostgresServer

beforeAll(async () => {
  program = await faultsProgram()
  server = await startPostgres()
}, PATIENCE_MS)

afterAll(async () => {
  await server.close()
  program.remove()
})

it.for(SCENARIOS)(
  '$name: nothing that was acknowledged is lost, nothing comes twice, and it goes on by itself',
  { timeout: 2 * PATIENCE_MS },
  async (scenario, { skip }) => {
    const playing = { program: program.program, server, seed: 1, size: SHORT, patienceMs: PATIENCE_MS }
    const result = await play(scenario, playing)
    if (result === undefined) return skip('only root can make a disk that is full')
    expect(faultsOf(result), result.output).toEqual([])
    expect(result.acknowledged).toBeGreaterThan(0)
  },
)
