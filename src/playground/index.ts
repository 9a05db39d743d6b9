export { startLocalSlack } from './local-slack.ts'
export type { LocalSlack, LocalSlackOptions } from './local-slack-api.ts'
export type {
  Ack,
  CallRecord,
  Change,
  Channel,
  Delivery,
  EnvelopeRecord,
  Json,
  Saved,
  SlackMessage,
  User,
  ViewState,
  Workspace,
} from './model.ts'
export type { Suggestion } from './suggestions.ts'
