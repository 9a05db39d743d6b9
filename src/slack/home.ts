import type { WebClient } from '@slack/web-api'
import { DEFAULT_COMMAND } from '../cards/commands.ts'
import { type Home, homeView, SAVED_PAGE } from '../cards/home.ts'
import { notAdminReply } from '../cards/notices.ts'
import { problemLinesOf } from '../cards/usage-report.ts'
import { sayDate } from '../cards/when.ts'
import type { Catalogue } from '../catalogue/catalogue.ts'
import type { SuggestConfig } from '../config.ts'
import type { Person } from '../digest/managers.ts'
import type { Overview } from '../digest/overview.ts'
import { isZone } from '../digest/zones.ts'
import { describeError, type Log } from '../log.ts'
import { KEPT_DAYS, type Kept } from '../people/kept.ts'
import { pickOfTheDay } from '../search/lists.ts'
import type { Click } from './clicks.ts'
import type { People } from './people.ts'
import type { Whisper } from './whisper.ts'

type Deps = {
  client: WebClient
  catalogue: Catalogue
  kept: Pick<Kept, 'saved' | 'isSaved' | 'report' | 'problems' | 'problemDone' | 'suggestionCounts'>
  /** Where suggestions are decided on, if anywhere. */
  suggestTo: Pick<SuggestConfig, 'channel'>
  whisper: Whisper
  log: Log
  people: People
  overview: (person: Person, team: string) => Promise<Overview>
  now: () => number
}
type Who = { team: string; user: string }

const MOST_REPORTED = 10

/** The Home tab: shown when it is opened, and again when something in it changes. */
export function createHome(deps: Deps) {
  const { client, catalogue, people, kept, whisper, log } = deps
  async function show(who: Who, offset = 0): Promise<void> {
    const home = await homeOf(who, offset, deps).catch((error: unknown) => {
      log.error({ kind: 'home', ...who, error: describeError(error) }, 'a Home tab could not be filled')
      return troubled(deps)
    })
    const view = homeView(home, catalogue)
    await client.views.publish({ user_id: who.user, view })
  }

  /** Another page of what somebody saved. Gives whether the click had a meaning. */
  async function page(click: Click): Promise<boolean> {
    const offset = Number(click.value)
    if (!Number.isSafeInteger(offset) || offset < 0) return false
    await show(click, offset)
    return true
  }

  /** A problem that somebody reported is dealt with. Only admins see the button, and only they may. */
  async function done(click: Click): Promise<boolean> {
    const { role } = await people(click.user)
    if (role !== 'admin') {
      await whisper(click, notAdminReply())
      return true
    }
    await kept.problemDone(click.team, click.value)
    await show({ team: click.team, user: click.user })
    return true
  }
  return { show, page, done }
}

/** What needs no database. */
function troubled({ catalogue, now }: Deps): Home {
  return {
    ...{
      command: DEFAULT_COMMAND,
      today: today(catalogue, now()),
      trouble: true,
      report: undefined,
      problems: undefined,
    },
    saved: { useCases: [], total: 0, offset: 0 },
    digests: { all: false, rows: [], total: 0 },
  }
}

const today = (catalogue: Catalogue, now: number) =>
  pickOfTheDay(catalogue, new Date(now).toISOString().slice(0, 10))

async function homeOf(who: Who, offset: number, deps: Deps): Promise<Home> {
  const { catalogue, kept, people, overview, suggestTo, now } = deps
  const person = await people(who.user)
  const admin = person.role === 'admin'
  const zone = person.zone !== undefined && isZone(person.zone) ? person.zone : 'UTC'
  const pick = today(catalogue, now())
  const [saved, digests, report, problems, suggestions] = await Promise.all([
    savedPage(who, offset, deps),
    overview(person, who.team),
    admin ? kept.report(who.team, MOST_REPORTED) : undefined,
    admin ? kept.problems(who.team, MOST_REPORTED) : undefined,
    admin ? kept.suggestionCounts(who.team) : undefined,
  ])
  // Where all that is saved stands on the page, it tells.
  const onPage = saved.useCases.some(({ id }) => id === pick?.id)
  const elsewhere = !onPage && pick !== undefined && saved.total > saved.useCases.length
  const todaySaved = onPage || (elsewhere && (await kept.isSaved(who, pick.id)))
  return {
    ...{ command: DEFAULT_COMMAND, saved, digests },
    ...{ today: pick, todaySaved },
    report: report && { days: KEPT_DAYS, ...report },
    problems: problems && {
      total: problems.total,
      lines: problemLinesOf(problems.suggestions, catalogue, (at) => sayDate(at, zone, now())),
    },
    suggestions: suggestions && { ...suggestions, channel: suggestTo.channel },
  }
}

/** What was saved and is no longer in the catalogue is left out. The last page, where there is none so far on. */
async function savedPage(
  who: Who,
  offset: number,
  deps: Pick<Deps, 'kept' | 'catalogue'>,
): Promise<Home['saved']> {
  const { kept, catalogue } = deps
  const { total, useCases } = await kept.saved(who, { limit: SAVED_PAGE, offset })
  if (useCases.length === 0 && offset > 0) {
    return savedPage(who, Math.max(0, Math.min(offset, total) - SAVED_PAGE), deps)
  }
  return { total, offset, useCases: useCases.flatMap((id) => catalogue.byId.get(id) ?? []) }
}
