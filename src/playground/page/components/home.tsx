import type { PageState } from '../../page-api.ts'
import { usePage } from '../page-context.ts'
import { useDraft } from '../use-draft.ts'
import { ViewBlocks } from './view-blocks.tsx'

/** The bot's Home tab, as the app published it for this person. */
export function Home() {
  const { server, me } = usePage()
  const view = server.views.find((one) => one.type === 'home' && one.user === me.id)
  if (view === undefined) return <p className="messages empty">The app has not published a Home tab yet.</p>
  return <Published key={view.id} state={view} />
}

function Published({ state }: { state: PageState['views'][number] }) {
  const { me } = usePage()
  const draft = useDraft(state, me.id)
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: whoever has no mouse scrolls with the arrow keys.
    <section className="messages home" role="tabpanel" aria-label="Home" tabIndex={0}>
      <div className="home-inside content">
        <ViewBlocks state={state} draft={draft} />
        {state.trouble && (
          <p className="field-error" role="alert">
            We had some trouble connecting. Try again? <code>{state.trouble}</code>
          </p>
        )}
      </div>
    </section>
  )
}
