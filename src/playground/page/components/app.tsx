import { useEffect, useMemo, useReducer } from 'react'
import type { Act } from '../../page-api.ts'
import { listen, sendAct } from '../api.ts'
import type { Action, Model } from '../model.ts'
import { type Page, PageContext } from '../page-context.ts'
import { INITIAL, reduce } from '../state.ts'
import { Workspace } from './workspace.tsx'

/** The page: the feed goes into the state, the state into the workspace. */
export function App() {
  const [model, dispatch] = useReducer(reduce, INITIAL)
  useEffect(
    () =>
      listen({
        state: (state) => dispatch({ type: 'state', state, at: Date.now() }),
        change: (change) => dispatch({ type: 'change', change, at: Date.now() }),
        lost: () => dispatch({ type: 'disconnected' }),
      }),
    [],
  )
  const page = useMemo(() => pageOf(model, dispatch), [model])
  if (page === undefined) return <Waiting lost={!model.connected} />
  return (
    <PageContext value={page}>
      <Workspace />
    </PageContext>
  )
}

function pageOf(model: Model, dispatch: (action: Action) => void): Page | undefined {
  const { server, clockArrived } = model
  const me = server?.people.find((one) => one.id === model.acting)
  if (server === undefined || me === undefined) return undefined
  const act = async (what: Act) => {
    const answer = await sendAct(what)
    if (!answer.ok) dispatch({ type: 'toast', text: answer.error, tone: 'error' })
    return answer
  }
  const now = () => server.clock.now + Date.now() - clockArrived
  return { model, server, me, dispatch, act, now }
}

function Waiting({ lost }: { lost: boolean }) {
  return (
    <main className="waiting">
      <p role="status">{lost ? 'Opening the playground…' : 'Almost there…'}</p>
    </main>
  )
}
