import { describe, expect, it } from 'vitest'
import { createLog } from '../../src/log.ts'
import { type Installed, manyWorkspaces } from '../../src/slack/many-workspaces.ts'

const WHERE = { team: 'T0ACME' }
const installed = (botToken: string, updatedAt: number): Installed => ({
  ...{ id: 'T0ACME', updatedAt, orgWide: false, botToken, voterKey: 'k' },
  ...{ botId: 'B1', botUserId: 'U1' },
})

/** Workspaces whose installation is read by hand, and what renews the token of each client that was made. */
function scene() {
  const reads: ((found: Installed | undefined) => void)[] = []
  const renew: (() => Promise<string | undefined>)[] = []
  const workspaces = manyWorkspaces({
    find: () => new Promise((resolve) => reads.push(resolve)),
    api: {
      clientOf: (_team, _token, more) => {
        if (more) renew.push(more.renewed)
        return {} as never
      },
    },
    log: createLog('silent'),
  })
  const tokenOf = async (asked = workspaces.find(WHERE)) => (await asked)?.botToken
  return { workspaces, reads, renew, tokenOf }
}

describe('a workspace', () => {
  it('is asked for anew once it was forgotten, also while it is being asked for', async () => {
    const { workspaces, reads, tokenOf } = scene()
    const before = tokenOf()
    workspaces.forget(WHERE.team)
    const after = tokenOf()
    expect(reads).toHaveLength(2)
    reads[1]?.(installed('xoxb-new', 2))
    expect(await after).toBe('xoxb-new')
    // What was read before comes late, and is kept by nobody.
    reads[0]?.(installed('xoxb-old', 1))
    await before
    expect(await tokenOf()).toBe('xoxb-new')
    expect(reads).toHaveLength(2)
  })

  it('is asked for once, by however many calls that Slack refused its token', async () => {
    const { reads, renew, tokenOf } = scene()
    const first = tokenOf()
    reads[0]?.(installed('xoxb-old', 1))
    await first
    const renewed = [renew[0]?.(), renew[0]?.(), renew[0]?.()]
    expect(reads).toHaveLength(2)
    reads[1]?.(installed('xoxb-new', 2))
    expect(await Promise.all(renewed)).toEqual(['xoxb-new', 'xoxb-new', 'xoxb-new'])
    expect(await renew[0]?.()).toBe('xoxb-new')
    expect(reads).toHaveLength(2)
  })

  it('has no other token where it was not installed again', async () => {
    for (const found of [installed('xoxb-old', 1), undefined]) {
      const { reads, renew, tokenOf } = scene()
      const first = tokenOf()
      reads[0]?.(installed('xoxb-old', 1))
      await first
      const renewed = renew[0]?.()
      reads[1]?.(found)
      expect(await renewed).toBeUndefined()
    }
  })
})
