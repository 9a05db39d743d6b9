export { type LocalSlack, type LocalSlackOptions, startLocalSlack } from './local-slack.ts'
export type {
  Ack,
  CallRecord,
  Change,
  Channel,
  Delivery,
  EnvelopeRecord,
  Json,
  SlackMessage,
  User,
  ViewState,
  Workspace,
} from './model.ts'
