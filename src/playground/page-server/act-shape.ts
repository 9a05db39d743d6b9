import type { Act, FaultName } from '../page-api.ts'
import { isJson } from '../world.ts'

type Kind = 'string' | 'number' | 'boolean' | 'object' | 'any' | 'fault' | 'moment' | 'tab'

const FAULTS: Record<FaultName, true> = {
  redeliver: true,
  'rate-limit': true,
  'lose-answer': true,
  'drop-socket': true,
  archive: true,
  kick: true,
  'reject-cards': true,
  uninstall: true,
  limits: true,
}
const MARKS = ['tomorrow-9', 'next-dst-night', 'real']
const YEAR_2100 = 4_102_444_800_000

const CHECKS: Record<Kind, (value: unknown) => boolean> = {
  string: (value) => typeof value === 'string',
  number: (value) => Number.isInteger(value),
  boolean: (value) => typeof value === 'boolean',
  object: isJson,
  any: () => true,
  fault: (value) => typeof value === 'string' && Object.hasOwn(FAULTS, value),
  tab: (value) => value === 'home' || value === 'messages',
  moment: (value) =>
    MARKS.includes(value as string) || (typeof value === 'number' && value >= 0 && value < YEAR_2100),
}

/** The fields of each act beside `do`; those that may be missing end in `?`. */
const FIELDS: { [Do in Act['do']]: Record<string, Kind> } = {
  command: { user: 'string', channel: 'string', text: 'string', 'command?': 'string' },
  post: { user: 'string', channel: 'string', text: 'string', 'threadTs?': 'string' },
  press: {
    ...{ user: 'string', channel: 'string', ts: 'string', actionId: 'string' },
    ...{ 'nth?': 'number', 'value?': 'any' },
  },
  pressInView: {
    ...{ user: 'string', viewId: 'string', actionId: 'string' },
    ...{ 'nth?': 'number', 'value?': 'any', 'values?': 'object' },
  },
  suggest: {
    ...{ user: 'string', channel: 'string', ts: 'string', actionId: 'string' },
    ...{ 'nth?': 'number', value: 'string' },
  },
  suggestInView: {
    ...{ user: 'string', viewId: 'string', actionId: 'string' },
    ...{ 'nth?': 'number', value: 'string', 'values?': 'object' },
  },
  fill: { user: 'string', viewId: 'string', values: 'object' },
  submit: { user: 'string', viewId: 'string', values: 'object' },
  shortcut: { user: 'string', callbackId: 'string', channel: 'string', 'ts?': 'string' },
  closeView: { user: 'string', viewId: 'string' },
  openHome: { user: 'string', tab: 'tab' },
  openDm: { user: 'string' },
  join: { user: 'string', channel: 'string' },
  leave: { user: 'string', channel: 'string' },
  invite: { user: 'string', channel: 'string', who: 'string' },
  clock: { to: 'moment', 'user?': 'string' },
  fault: { fault: 'fault', 'channel?': 'string', 'on?': 'boolean' },
}

/** The body of POST /act as an act, or what is wrong with it. Fields that it does not know are left out. */
export function readAct(body: string): Act | { wrong: string } {
  let value: unknown
  try {
    value = JSON.parse(body)
  } catch {
    return { wrong: 'the body is not JSON' }
  }
  const name = isJson(value) ? value['do'] : undefined
  if (!isJson(value) || typeof name !== 'string' || !Object.hasOwn(FIELDS, name)) {
    return { wrong: `do is none of ${Object.keys(FIELDS).join(', ')}` }
  }
  const act: Record<string, unknown> = { do: name }
  for (const [field, kind] of Object.entries(FIELDS[name as Act['do']])) {
    const key = field.replace('?', '')
    if (value[key] === undefined && key !== field) continue
    if (!CHECKS[kind](value[key])) return { wrong: `${name}: ${key} is not a ${kind}` }
    act[key] = value[key]
  }
  return act as Act
}
