import { viewHands } from '../hands.ts'
import { jsonList } from '../json.ts'
import { usePage } from '../page-context.ts'
import { Blocks } from './blocks.tsx'

/** The bot's Home tab, as the app published it for this person. */
export function Home() {
  const page = usePage()
  const { server, me } = page
  const view = server.views.find((one) => one.type === 'home' && one.user === me.id)
  if (view === undefined) return <p className="messages empty">The app has not published a Home tab yet.</p>
  return (
    <section className="messages home" aria-label="Home">
      <Blocks blocks={jsonList(view.view['blocks'])} hands={viewHands(page, view, {})} />
    </section>
  )
}
