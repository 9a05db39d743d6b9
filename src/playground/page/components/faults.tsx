import type { FaultName } from '../../page-api.ts'
import { type Page, usePage } from '../page-context.ts'

type Fault = { name: FaultName; label: string; undo?: string; says: string; here?: true }

const FAULTS: Fault[] = [
  {
    name: 'redeliver',
    label: 'Deliver the last event again',
    says: 'As after a timeout. Nobody should see two answers',
  },
  {
    name: 'rate-limit',
    label: 'Rate limit the next answer',
    says: '429, Retry-After: 2. The answer comes a little later',
  },
  {
    name: 'lose-answer',
    label: 'Lose the next answer',
    says: 'Slack does what the app asks, and the app never hears of it',
  },
  { name: 'drop-socket', label: 'Drop a connection', says: 'The app has another one, and opens a new one' },
  {
    name: 'reject-cards',
    label: 'Refuse card blocks',
    undo: 'Accept card blocks again',
    says: 'invalid_blocks, as in a workspace without cards. The app sends simpler blocks',
  },
  { name: 'archive', label: 'Archive', undo: 'Unarchive', says: 'is_archived', here: true },
  {
    name: 'kick',
    label: 'Remove the app from',
    undo: 'Invite the app to',
    says: 'not_in_channel',
    here: true,
  },
  {
    name: 'limits',
    label: 'Switch Slack’s limits on',
    undo: 'Switch Slack’s limits off',
    says: 'One post a second in a channel, 20 to 100 calls of a method a minute; 429 beyond',
  },
  {
    name: 'uninstall',
    label: 'Uninstall the app',
    undo: 'Install the app again',
    says: 'Every call ends in account_inactive, and nothing reaches the app',
  },
]

/** Buttons that make go wrong what goes wrong with Slack. */
export function Faults() {
  return (
    <section className="tool" aria-labelledby="faults-title">
      <h3 id="faults-title">Faults</h3>
      <p className="tool-more">Break something, ask again, and watch the inspector.</p>
      <ul className="faults">
        {FAULTS.map((fault) => (
          <OneFault key={fault.name} fault={fault} />
        ))}
      </ul>
    </section>
  )
}

function OneFault({ fault }: { fault: Fault }) {
  const page = usePage()
  const { server, model, me, act } = page
  const channel = server.channels.find((one) => one.id === model.looking[me.id])
  const where = channel?.is_im === false ? ` #${channel.name}` : ' a channel'
  const happened = isOn(page, fault)
  const label = (happened && fault.undo ? fault.undo : fault.label) + (fault.here ? where : '')
  const waits = happened && fault.undo === undefined
  return (
    <li>
      <button
        type="button"
        className={`button${happened ? ' on' : ''}`}
        aria-pressed={fault.undo ? undefined : happened || undefined}
        disabled={fault.here && channel?.is_im !== false}
        onClick={() =>
          void act({
            do: 'fault',
            fault: fault.name,
            on: !(happened && fault.undo),
            ...(fault.here && channel ? { channel: channel.id } : {}),
          })
        }
      >
        {label}
      </button>
      <p className="tool-more">
        {happened && <b className="fault-on">{waits ? 'Waits for the next call. ' : 'In force. '}</b>}
        {fault.here && channel?.is_im !== false ? 'Open a channel first.' : `${fault.says}.`}
      </p>
    </li>
  )
}

function isOn({ server, model, me }: Page, { name }: Fault): boolean {
  const channel = server.channels.find((one) => one.id === model.looking[me.id])
  if (name === 'archive') return channel?.is_archived === true
  if (name === 'kick') return channel?.is_im === false && !channel.members.includes(server.app.botUserId)
  if (name === 'uninstall') return !server.installed
  return server.faults.some((one) => one.name === name && one.on)
}
