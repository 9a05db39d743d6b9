export { type LocalSlack, type LocalSlackOptions, startLocalSlack } from './local-slack.ts'
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
