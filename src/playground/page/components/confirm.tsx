import type { RefObject } from 'react'
import { type Json, textOf } from '../json.ts'
import { TextObject } from './drawn.tsx'

type Props = { ref: RefObject<HTMLDialogElement | null>; asks: Json; confirmed: () => void }

/** Slack's confirmation before a button does something. */
export function Confirm({ ref, asks, confirmed }: Props) {
  const close = () => ref.current?.close()
  return (
    <dialog ref={ref} className="modal confirm" aria-label={textOf(asks['title'])}>
      <div className="modal-head">
        <h2>{textOf(asks['title'])}</h2>
      </div>
      <div className="modal-body">
        <TextObject text={asks['text']} className="confirm-text" />
      </div>
      <div className="modal-foot">
        <button type="button" className="button" onClick={close}>
          {textOf(asks['deny']) || 'Cancel'}
        </button>
        <button
          type="button"
          className={`button ${asks['style'] === 'danger' ? 'danger' : 'primary'}`}
          onClick={() => {
            close()
            confirmed()
          }}
        >
          {textOf(asks['confirm']) || 'Confirm'}
        </button>
      </div>
    </dialog>
  )
}
