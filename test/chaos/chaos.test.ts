import { afterAll, beforeAll, describe, it, vi } from 'vitest'
import { type Bundle, bundle } from './bundle.ts'
import { type Servers, startServers } from './place.ts'
import { play } from './play.ts'
import { SHORT } from './scenarios.ts'

const DIGESTS = 60
const SEED = 1
/** Most are done in five seconds; a machine that does ten other things at once needs more. */
const PATIENCE_MS = 90_000

// Each has a Slack in this process, and processes that want a core each: more at once time out waiting for each other.
vi.setConfig({ maxConcurrency: 3, hookTimeout: PATIENCE_MS })

let program: Bundle
let servers: Servers

beforeAll(async () => {
  program = await bundle(new URL('./worker.ts', import.meta.url))
  servers = await startServers()
})

afterAll(async () => {
  await servers.close()
  program.remove()
})

describe.concurrent('each digest comes exactly once', () => {
  it.for(SHORT)('$name', { timeout: 2 * PATIENCE_MS }, async (scenario, { expect }) => {
    const result = await play(scenario, {
      ...{ digests: DIGESTS, seed: SEED, bundle: program, servers, patienceMs: PATIENCE_MS },
    })
    const { twice, lost, wrong, posted, digests, kills, faults, output } = result
    expect({ twice, lost, wrong }, output).toEqual({ twice: [], lost: [], wrong: [] })
    expect(posted).toBe(digests)
    // What nothing happened to proves nothing.
    if (scenario.deaths) expect(kills).toBe(scenario.deaths(SEED, DIGESTS).length)
    if (scenario.slack || scenario.jumps || scenario.outages) expect(faults).toBeGreaterThan(1)
  })
})
