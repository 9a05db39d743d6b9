import type { RunnerDeps } from '../digest/runner.ts'
import { createPeople } from '../slack/people.ts'
import { createPoster } from '../slack/poster.ts'
import type { SendOf } from '../slack/send.ts'
import { perWorkspace, type Workspace } from '../slack/workspaces.ts'
import { createServing, type ServingDeps } from './serving.ts'

type Deps = Omit<ServingDeps, 'client' | 'people' | 'poster' | 'send'> & {
  sendOf: SendOf
  /** Between two posts to one channel; as Slack wants it unless a test cannot wait so long. */
  paceMs: number | undefined
  find: (where: { team: string }) => Promise<Workspace | undefined>
}

/** What speaks and listens in each workspace, made when it is first needed there. */
export function createOffices({ find, paceMs, sendOf, ...deps }: Deps) {
  const of = perWorkspace((workspace) => {
    const { client, identity, team } = workspace
    const parts = { ...deps, client, identity, send: sendOf(team) }
    const people = createPeople(parts)
    const poster = createPoster({ ...parts, paceMs })
    return { poster, serving: createServing({ ...parts, people, poster }) }
  })
  const posterOf: RunnerDeps['posterOf'] = async (team) => {
    const workspace = await find({ team })
    return workspace && of(workspace).poster
  }
  return { of, posterOf }
}
