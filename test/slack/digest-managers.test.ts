import { describe, expect, it } from 'vitest'
import type { LocalSlack } from '../../src/playground/index.ts'
import type { User } from '../../src/playground/model.ts'
import { listChanges, listSubscriptions, saveSubscription } from '../../src/store/subscriptions.ts'
import { connectBot } from './bot.ts'
import { databaseFile, idOf, sceneOf, startScene } from './digest-scene.ts'

/** What one does to a digest, all of which takes the right to. */
const DEEDS = ['', '10am', 'pause until 1 Dec', 'resume', 'now', 'stop']

/** Somebody more in the workspace, in #general. */
function addPerson({ workspace }: LocalSlack, name: string, more: Partial<User> = {}): void {
  const id = `U0${name.toUpperCase()}0001`
  const plain = { is_admin: false, is_restricted: false, is_bot: false, deleted: false }
  workspace.users.push({ id, name, real_name: name, tz: 'Europe/Paris', ...plain, ...more })
  workspace.channels.find((one) => one.name === 'general')?.members.push(id)
}

describe('whoever made a digest, admins and owners', () => {
  it('may change it', async () => {
    const { slack, type, lines } = await startScene()
    addPerson(slack, 'lin', { is_admin: true })
    addPerson(slack, 'zoe', { is_owner: true })
    await type('9am weekdays Berlin')
    for (const [index, user] of ['grace', 'ada', 'lin', 'zoe'].entries()) {
      const time = `1${index}:00`
      expect(await type(time, { user })).toContain(
        `Saved: weekdays at ${time} (Europe/Berlin). Next: Mon 23 Nov`,
      )
      expect(lines().at(-1)).toContain(`${user} changed the digest here: weekdays at ${time} `)
    }
    expect(await type('stop', { user: 'lin' })).toContain('The digest is stopped.')
  })

  it('are named to everybody else, who can read it all the same', async () => {
    const { slack, type, lines } = await startScene()
    await type('9am weekdays Berlin')
    for (const [user, more, refusal] of [
      ['lin', {}, 'You can read this digest, but not change it.'],
      ['guest', { is_restricted: true }, 'As a guest you can read this digest, but not change it.'],
      ['visitor', { is_ultra_restricted: true }, 'As a guest you can read this digest, but not change it.'],
      [
        'partner',
        { is_admin: true, team_id: 'T0OTHER' },
        'From another organisation you can read this digest',
      ],
    ] as const) {
      addPerson(slack, user, more)
      for (const deed of DEEDS) {
        const answer = await type(deed, { user })
        expect(answer, deed).toContain(refusal)
        expect(answer).toMatch(/ Who can: grace, and admins and owners of this workspace\.$/)
      }
      expect(await type('status', { user })).toContain('Next: Mon 23 Nov, 09:00 CET')
      expect(await type('preview', { user })).toContain('planned for Mon 23 Nov, 09:00 CET')
    }
    expect(lines()).toHaveLength(1)
  })

  it('are not asked where there is none yet, or where it was stopped by hand', async () => {
    const { slack, type } = await startScene()
    addPerson(slack, 'lin')
    expect(await type('9am', { user: 'kenji' })).toBe(
      'As a guest you cannot set up a digest here. Who can: any member of this workspace.',
    )
    await type('9am weekdays Berlin')
    await type('stop')
    expect(await type('status')).toContain('Who can change it: any member of this workspace')
    expect(await type('9am Paris', { user: 'lin' })).toContain(
      'Saved: weekdays at 09:00 (Europe/Paris). First:',
    )
    expect(await type('stop')).toContain(
      'You can read this digest, but not change it. Who can: lin, and admins',
    )
  })

  it('are from then on who starts again what was stopped by hand', async () => {
    const { slack, type } = await startScene()
    addPerson(slack, 'lin')
    await type('9am weekdays Berlin')
    await type('stop')
    expect(await type('resume', { user: 'lin' })).toContain('Next: Mon 23 Nov, 09:00 CET')
    expect(await type('status')).toContain('\nSet up by lin\nWho can change it: lin, and admins and owners')
    expect(await type('stop', { user: 'lin' })).toContain('The digest is stopped.')
  })
})

describe('DIGEST_MANAGERS', () => {
  it('anyone: any member, but no guest', async () => {
    const { slack, type } = await startScene({ environment: { DIGEST_MANAGERS: 'anyone' } })
    addPerson(slack, 'lin')
    await type('9am weekdays Berlin')
    expect(await type('10am', { user: 'lin' })).toContain('Saved: ')
    expect(await type('10am', { user: 'kenji' })).toBe(
      'As a guest you can read this digest, but not change it. Who can: any member of this workspace.',
    )
    expect(await type('status')).toContain('Who can change it: any member of this workspace')
  })

  it('admins: not even the one who made it', async () => {
    const { slack, type } = await startScene({ environment: { DIGEST_MANAGERS: 'admins' } })
    const admins = ' Who can: admins and owners of this workspace.'
    expect(await type('')).toBe(`You cannot set up a digest here.${admins}`)
    addPerson(slack, 'lin', { is_admin: true })
    expect(await type('9am weekdays', { user: 'lin' })).toContain('Saved: ')
    expect(await type('stop')).toBe(`You can read this digest, but not change it.${admins}`)
    expect(await type('stop', { user: 'ada' })).toContain('The digest is stopped.')
  })
})

describe('when Slack does not tell who somebody is', () => {
  const times = { times: 100 }

  it('changes nothing, as it may be a guest, and says so', async () => {
    const { slack, type, lines } = await startScene({ environment: { DIGEST_MANAGERS: 'anyone' } })
    slack.failWith('users.info', 'internal_error', times)
    for (const deed of ['9am', '']) {
      expect(await type(deed)).toBe(
        'Slack does not tell me at the moment who you are, so I cannot do that yet. Try again in a minute. Who can: any member of this workspace.',
      )
    }
    expect(await type('status')).toContain('There is no digest here yet.')
    expect(lines()).toEqual([])
  })

  it('says what to do where it lacks the permission to ask', async () => {
    const { slack, type, lines } = await startScene()
    slack.failWith('users.info', 'missing_scope', times)
    expect(await type('9am')).toContain('I lack a permission (users:read) to see who you are')
    expect(await type('9am')).toContain('Ask whoever looks after this bot to install it again. Who can: ')
    expect(lines()).toEqual([])
  })

  it('still lets one change what one made, and nobody else', async () => {
    const { url: DATABASE_URL } = await databaseFile()
    const first = await startScene({ environment: { DATABASE_URL } })
    await first.type('9am weekdays Berlin')
    // Another run of the app, since the first remembers for a minute who grace is.
    await first.close()
    first.slack.failWith('users.info', 'internal_error', times)
    const bot = await connectBot(first.slack, { environment: { DATABASE_URL }, now: first.clock.now })
    const { type, lines } = sceneOf(bot, first.clock)
    expect(await type('10am', { user: 'ada' })).toContain('Slack does not tell me at the moment who you are')
    expect(await type('10am')).toContain('Saved: weekdays at 10:00')
    expect(lines()[1]).toContain('Somebody changed the digest here: weekdays at 10:00')
  })

  it('asks again the next time', async () => {
    const { slack, type } = await startScene()
    slack.failWith('users.info', 'internal_error')
    expect(await type('9am Berlin')).toContain('Try again in a minute.')
    expect(await type('9am Berlin')).toContain('Saved: ')
  })
})

describe('each change', () => {
  it('is kept and shown: who, what, when', async () => {
    const { url, use } = await databaseFile()
    const { slack, type, clock } = await startScene({ environment: { DATABASE_URL: url } })
    const { team } = slack.workspace
    await type('9am weekdays Berlin topic:fraud')
    clock.turnTo('2026-11-22T20:00Z')
    await type('10am', { user: 'ada' })
    clock.turnTo('2026-11-22T20:01Z')
    await type('pause until 1 Dec', { user: 'ada' })
    const status = await type('status', { user: 'kenji' })
    expect(status).toContain(
      [
        'Latest changes:',
        '• Sun 22 Nov, 21:01 CET: ada paused it until Tue 1 Dec',
        '• Sun 22 Nov, 21:00 CET: ada changed it to weekdays at 10:00 (Europe/Berlin), 1 topic',
        '• Sun 22 Nov, 13:00 CET: grace set it up for weekdays at 09:00 (Europe/Berlin), 1 topic',
      ].join('\n'),
    )
    const kept = await use((database) => listChanges(database, team.id, idOf(slack, 'general'), 10))
    expect(
      kept.map(({ actor, action, at }) => [actor, action, new Date(at).toISOString().slice(0, 16)]),
    ).toEqual([
      ['U0ADA00001', 'paused', '2026-11-22T20:01'],
      ['U0ADA00001', 'changed', '2026-11-22T20:00'],
      ['U0GRACE001', 'created', '2026-11-22T12:00'],
    ])
    expect(kept[1]?.details).toMatchObject({ time: '10:00', topics: ['fraud-detection'] })
  })
})

describe('list', () => {
  it('shows all to an admin, and to others what they made', async () => {
    const { slack, type } = await startScene()
    addPerson(slack, 'lin')
    await type('9am weekdays Berlin')
    await type('noon fri', { user: 'ada', channel: 'streaming' })
    expect(await type('list', { user: 'ada' })).toBe(
      [
        '2 digests in this workspace',
        '• <#C0GENERAL1>: weekdays at 09:00 (Europe/Berlin). Next: Mon 23 Nov, 09:00 CET',
        '• <#C0STREAM01>: Fridays at 12:00 (Europe/London). Next: Fri 27 Nov, 12:00 GMT',
      ].join('\n'),
    )
    expect(await type('list')).toBe(
      '1 digest that you set up\n• <#C0GENERAL1>: weekdays at 09:00 (Europe/Berlin). Next: Mon 23 Nov, 09:00 CET',
    )
    expect(await type('list', { user: 'lin' })).toContain('You have not set up a digest yet.')
  })

  it('holds sixty', async () => {
    const { url: DATABASE_URL, use } = await databaseFile()
    const { slack, type, clock } = await startScene({ environment: { DATABASE_URL } })
    const { team } = slack.workspace
    await type('9am mon,wed,fri New York topic:fraud', { user: 'ada' })
    await use(async (database) => {
      const [first] = await listSubscriptions(database, team.id)
      for (let number = 1; first && number < 60; number++) {
        const { id: channel } = slack.addChannel({ name: `team-${number}` })
        const change = { actor: 'U0ADA00001', action: 'created', details: {}, at: clock.now() }
        await saveSubscription(database, { ...first, channel }, change)
      }
    })
    const asked = slack.calls.length
    const lines = (await type('list', { user: 'ada' })).split('\n')
    expect(lines).toHaveLength(61)
    expect(lines[0]).toBe('60 digests in this workspace')
    expect(lines.slice(1).every((line) => line.endsWith('. Next: Mon 23 Nov, 09:00 EST'))).toBe(true)
    // The answer itself is the only call that it takes.
    expect(slack.calls.slice(asked).map(({ method }) => method)).toEqual(['response_url'])
  })
})
