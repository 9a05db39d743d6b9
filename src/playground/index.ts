export { startSlackHub } from './hub.ts'
export type { NewWorkspace, SlackHub, SlackHubOptions } from './hub-api.ts'
export { startLocalSlack } from './local-slack.ts'
export type { LocalSlack, LocalSlackOptions } from './local-slack-api.ts'
export type {
  Ack,
  Attempt,
  CallRecord,
  Change,
  Channel,
  Delivery,
  EnvelopeRecord,
  Json,
  Saved,
  SlackMessage,
  Suggestion,
  User,
  ViewState,
  Workspace,
} from './model.ts'
