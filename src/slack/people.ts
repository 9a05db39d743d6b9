import type { WebClient } from '@slack/web-api'
import type { Person } from '../digest/managers.ts'
import { describeError, type Log } from '../log.ts'

const REMEMBER_MS = 60_000
const REMEMBER_MOST = 5000

/** Gives what Slack knows of a person, remembered for a minute; of what it does not tell, nothing is remembered. */
export type People = (id: string) => Promise<Person>

export function createPeople(
  { client, identity, log }: { client: WebClient; identity: Promise<{ team_id?: string }>; log: Log },
  elapsed: () => number = () => performance.now(),
): People {
  const known = new Map<string, { person: Promise<Person>; until: number }>()

  async function ask(id: string): Promise<Person> {
    try {
      const [{ user = {} }, { team_id }] = await Promise.all([client.users.info({ user: id }), identity])
      const { profile, tz, is_restricted, is_ultra_restricted, is_admin, is_owner } = user
      const stranger = user.team_id !== undefined && user.team_id !== team_id
      return {
        id,
        name: profile?.display_name || profile?.real_name || user.real_name || user.name || 'Somebody',
        zone: tz,
        role: stranger
          ? 'stranger'
          : is_restricted || is_ultra_restricted
            ? 'guest'
            : is_admin || is_owner
              ? 'admin'
              : 'member',
      }
    } catch (error) {
      known.delete(id)
      const described = describeError(error)
      log.warn({ user: id, error: described }, 'could not look up a person')
      const role = described['slackError'] === 'missing_scope' ? 'not-permitted' : 'unknown'
      return { id, name: 'Somebody', zone: undefined, role }
    }
  }
  return (id) => {
    const before = known.get(id)
    if (before && before.until > elapsed()) return before.person
    const person = ask(id)
    known.delete(id)
    known.set(id, { person, until: elapsed() + REMEMBER_MS })
    const [oldest] = known.keys()
    if (known.size > REMEMBER_MOST && oldest !== undefined) known.delete(oldest)
    return person
  }
}
