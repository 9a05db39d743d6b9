import { describe, expect, it } from 'vitest'
import { statusReply } from '../../src/cards/digest-status.ts'
import { pause, resume, save, stop } from '../../src/digest/changes.ts'
import type { Person } from '../../src/digest/managers.ts'
import { reportSkip, stopDigests } from '../../src/digest/owner.ts'
import { settingsOf } from '../../src/digest/settings.ts'
import { standingOf } from '../../src/digest/standing.ts'
import { createLog } from '../../src/log.ts'
import { forgetPerson } from '../../src/store/persons.ts'
import {
  FORGOTTEN,
  findSubscription,
  type Subscription,
  saveSubscription,
} from '../../src/store/subscriptions.ts'
import { catalogue } from '../catalogue.ts'
import { open } from '../store/engines.ts'
import { CHANGE, delivery, digest, NINE, TEAM } from '../store/rows.ts'

const bob: Person = { id: 'U2', name: 'Bob', zone: undefined, role: 'member' }

/** A digest of U1's, who has just been forgotten. */
async function orphaned(changed: Partial<Subscription> = {}) {
  const database = await open('file::memory:')
  const settings = { industries: [], nextAt: NINE + 60_000, ...changed }
  await saveSubscription(database, digest('C1', settings), { ...CHANGE, action: 'created' })
  await forgetPerson(database, { team: TEAM, user: 'U1', isVoter: () => false })
  const told: string[] = []
  const asked: string[] = []
  const poster = {
    post: async () => ({ kind: 'refused' as const, reason: 'not here' }),
    find: async () => ({ kind: 'absent' as const }),
    tell: async (to: string) => {
      told.push(to)
      return true
    },
    reach: async () => 'in' as const,
  }
  const deps = {
    ...{ database, catalogue, rule: 'owner' as const, now: () => NINE, log: createLog('silent') },
    people: async (id: string) => {
      asked.push(id)
      return bob
    },
    ...{ poster, posterOf: async () => poster },
    runner: { owner: 'run-1', run: async () => {} },
  }
  const request = {
    team: TEAM,
    channel: 'C1',
    person: bob,
    command: '/kstreams',
    request: '1',
    publicly: false,
  }
  const now = async () => {
    const found = await findSubscription(database, TEAM, 'C1')
    if (!found) throw new Error('there is no digest')
    return found
  }
  return { database, deps, request, told, asked, now }
}

describe('a digest whose owner asked to be forgotten', () => {
  it('says so, and asks nobody for a name', async () => {
    const { deps, asked, now } = await orphaned()
    const { text } = statusReply(await standingOf(await now(), deps), catalogue, '/kstreams')
    expect(text).toContain('Set up by somebody who asked to be forgotten')
    expect(text).toContain('Who can change it: any member of this workspace')
    expect(text).toMatch(/: Somebody set it up/)
    expect(asked).toEqual([])
  })

  it('belongs to the member who changes it', async () => {
    const { deps, request, asked, now } = await orphaned()
    const { done } = await save({ ...settingsOf(await now()), time: '10:00' }, request, deps)
    expect(done).toBe(true)
    expect(await now()).toMatchObject({ createdBy: 'U2', time: '10:00' })
    const { text } = statusReply(await standingOf(await now(), deps), catalogue, '/kstreams')
    expect(text).toContain('Set up by Bob')
    expect(text).toContain('Bob changed it')
    expect(new Set(asked)).toEqual(new Set(['U2']))
  })

  it('goes on without an owner when it is paused or stopped, and belongs to who resumes it', async () => {
    const { deps, request, now } = await orphaned()
    await pause(await now(), '2026-12-01', request, deps)
    expect(await now()).toMatchObject({ createdBy: FORGOTTEN })
    await stop(await now(), request, deps)
    expect(await now()).toMatchObject({ createdBy: FORGOTTEN, stoppedReason: 'by-person' })
    await resume(await now(), request, deps)
    expect(await now()).toMatchObject({ createdBy: 'U2', stoppedAt: null })
  })

  it('is not for a guest to take', async () => {
    const { deps, request, now } = await orphaned()
    const guest = { ...request, person: { ...bob, role: 'guest' as const } }
    const { done } = await save(settingsOf(await now()), guest, deps)
    expect(done).toBe(false)
    expect(await now()).toMatchObject({ createdBy: FORGOTTEN })
  })

  it('tells nobody that it stopped, nor that it ran dry', async () => {
    const { deps, told, now } = await orphaned()
    const { database } = deps
    const skipped = delivery('C1', { state: 'skipped', reason: 'nothing-new', useCase: null })
    const subscription = { ...(await now()), round: 1 }
    const plan = { subscription, matching: 30 } as Parameters<typeof reportSkip>[1]
    await reportSkip(skipped, plan, deps)
    await stopDigests(deps, { team: TEAM, channel: 'C1' }, 'is_archived')
    expect(await now()).toMatchObject({ stoppedReason: 'is_archived' })
    expect(told).toEqual([])
    // An owner would have been.
    await saveSubscription(
      database,
      { ...(await now()), createdBy: 'U2', stoppedAt: null },
      { ...CHANGE, actor: 'U2' },
    )
    await stopDigests(deps, { team: TEAM, channel: 'C1' }, 'is_archived')
    expect(told).toEqual(['U2'])
  })
})
