import { ClearStateStore, InvalidStateError } from '@slack/oauth'
import { describe, expect, it } from 'vitest'
import { claimOnce } from '../../src/store/seen.ts'
import { createStateStore } from '../../src/workspaces/oauth-state.ts'
import { ENGINES, emptyDatabase, open, ownPostgres } from '../store/engines.ts'
import { NINE } from '../store/rows.ts'

const SECRET = 'a state secret'
const OPTIONS = { scopes: ['commands'], metadata: 'from the landing page' }
const server = ownPostgres()

describe.each(ENGINES)('the state of an install on %s', (engine) => {
  const fresh = emptyDatabase(engine, server)
  const start = async () => {
    const url = await fresh()
    const clock = { now: NINE }
    const replica = async (secret = SECRET) => {
      const database = await open(url)
      const claim = (key: string) => claimOnce(database, { team: '', key, at: clock.now })
      const store = createStateStore({ secret, claim, now: () => clock.now })
      return {
        make: () => store.generateStateParam(OPTIONS, new Date()),
        read: (state: string) => store.verifyStateParam(new Date(), state),
      }
    }
    return { clock, replica, ...(await replica()) }
  }
  const refused = async (reading: Promise<unknown>, why: string) => {
    const error = await reading.catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(InvalidStateError)
    expect(error).toMatchObject({ code: 'slack_oauth_invalid_state', message: expect.stringContaining(why) })
  }

  it('is good once, in whichever process, and says what was asked for', async () => {
    const { make, read, replica } = await start()
    const other = await replica()
    const [first, second] = [await make(), await make()]
    expect(await other.read(first)).toEqual(OPTIONS)
    await refused(read(first), 'used before')
    await refused(other.read(first), 'used before')
    expect(await read(second)).toEqual(OPTIONS)
  })

  it('is good once, also where it comes twice at the same time', async () => {
    const { make, read, replica } = await start()
    const state = await make()
    const other = await replica()
    const all = await Promise.allSettled([read(state), other.read(state), read(state)])
    expect(all.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  })

  it('is good for ten minutes by the given clock', async () => {
    const { make, read, clock } = await start()
    const [late, later] = [await make(), await make()]
    clock.now += 600_000
    expect(await read(late)).toEqual(OPTIONS)
    clock.now += 1000
    await refused(read(later), 'expired')
  })

  it('is refused where it was forged, and can be used afterwards', async () => {
    const { make, read, replica } = await start()
    const state = await make()
    const [head, body = '', signature] = state.split('.')
    const stranger = await replica('another secret')
    await refused(stranger.read(state), 'invalid signature')
    await refused(read(await stranger.make()), 'invalid signature')
    const longer = Buffer.from(body, 'base64url').toString().replace('landing', 'hostile')
    await refused(
      read([head, Buffer.from(longer).toString('base64url'), signature].join('.')),
      'invalid signature',
    )
    const none = Buffer.from('{"alg":"none","typ":"JWT"}').toString('base64url')
    await refused(read(`${none}.${body}.`), 'signature')
    for (const nothing of ['', '..', 'x', state.slice(0, -1)]) await refused(read(nothing), '')
    expect(await read(state)).toEqual(OPTIONS)
  })

  it('has one spelling: no letter of it can be another', async () => {
    const { make, read } = await start()
    const state = await make()
    for (let at = 0; at < state.length; at += 1) {
      const other = state[at] === 'A' ? 'B' : 'A'
      await refused(read(`${state.slice(0, at)}${other}${state.slice(at + 1)}`), '')
    }
    for (const letter of 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_=. \n') {
      if (letter !== state.at(-1)) await refused(read(state.slice(0, -1) + letter), '')
      await refused(read(state + letter), '')
    }
    expect(await read(state)).toEqual(OPTIONS)
  })

  it('is what the library itself would take', async () => {
    const { make } = await start()
    const theirs = new ClearStateStore(SECRET)
    expect(await theirs.verifyStateParam(new Date(NINE), await make())).toEqual(OPTIONS)
  })
})

it('a claim that cannot be made is no forged state', async () => {
  const claim = () => Promise.reject(new Error('the database is away'))
  const store = createStateStore({ secret: SECRET, claim, now: () => NINE })
  const state = await store.generateStateParam(OPTIONS, new Date())
  await expect(store.verifyStateParam(new Date(), state)).rejects.toThrow('the database is away')
})
