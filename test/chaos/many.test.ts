import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Bundle, bundle } from './bundle.ts'
import { playMany } from './many.ts'
import { type Servers, startServers } from './place.ts'

/** Most are done in five seconds; a machine that does ten other things at once needs more. */
const PATIENCE_MS = 90_000

let program: Bundle
let servers: Servers

beforeAll(async () => {
  program = await bundle(new URL('./many-worker.ts', import.meta.url))
  servers = await startServers()
}, PATIENCE_MS)

afterAll(async () => {
  await servers.close()
  program.remove()
})

it.each(['http 500', 'rate limit'] as const)(
  'a workspace that gets nothing but %s holds up no other, and gets its own digests once',
  { timeout: 2 * PATIENCE_MS },
  async (trouble) => {
    const many = {
      workspaces: 5,
      digestsEach: 12,
      trouble,
      bundle: program,
      servers,
      patienceMs: PATIENCE_MS,
    }
    const { verdict, inTrouble, kills, output } = await playMany(many)
    const { posted, twice, lost, wrong } = verdict
    expect({ twice, lost, wrong }, output).toEqual({ twice: [], lost: [], wrong: [] })
    expect({ posted, inTrouble, kills }).toEqual({ posted: 60, inTrouble: true, kills: 1 })
  },
)
