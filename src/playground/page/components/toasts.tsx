import { useEffect } from 'react'
import type { Toast } from '../model.ts'
import { usePage } from '../page-context.ts'
import { Icon } from './icon.tsx'

/** Faults and notices: read out at once, gone after a while, and not while somebody looks at them. */
export function Toasts() {
  const { model } = usePage()
  return (
    <div className="toasts" role="status" aria-live="assertive">
      {model.toasts.map((toast) => (
        <OneToast key={toast.id} toast={toast} />
      ))}
    </div>
  )
}

const SHOWN_MS = 8000

function OneToast({ toast }: { toast: Toast }) {
  const { dispatch } = usePage()
  const { id, text, tone } = toast
  useEffect(() => {
    const timer = setTimeout(() => dispatch({ type: 'toast-gone', id }), SHOWN_MS)
    return () => clearTimeout(timer)
  }, [dispatch, id])
  return (
    <div className={`toast ${tone}`}>
      <p>
        {/^[a-z_]+$/.test(text) && <b>Slack says: </b>}
        {text}
      </p>
      <button
        type="button"
        className="icon-button"
        aria-label="Dismiss"
        onClick={() => dispatch({ type: 'toast-gone', id })}
      >
        <Icon name="close" />
      </button>
    </div>
  )
}
