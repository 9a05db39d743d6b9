/** Every variable that is read; `.env.example` explains each, and a test compares the two. */
export const VARIABLES = [
  'SLACK_BOT_TOKEN',
  'SLACK_APP_TOKEN',
  'SLACK_SIGNING_SECRET',
  'SLACK_CLIENT_ID',
  'SLACK_CLIENT_SECRET',
  'SLACK_STATE_SECRET',
  'TOKEN_ENCRYPTION_KEY',
  'PORT',
  'HOST',
  'PUBLIC_URL',
  'SUPPORT_CONTACT',
  'METRICS_PORT',
  'DRAIN_SECONDS',
  'REQUESTS_PER_MINUTE',
  'SLACK_API_URL',
  'DATABASE_URL',
  'DIGEST_CHANNEL',
  'DIGEST_TIME',
  'DIGEST_DAYS',
  'DIGEST_TIMEZONE',
  'DIGEST_MANAGERS',
  'DIGEST_CATCH_UP',
  'SUGGEST_CHANNEL',
  'GITHUB_REPOSITORY',
  'GITHUB_TOKEN',
  'GITHUB_API_URL',
  'LINK_CHECK',
  'LOG_LEVEL',
] as const
export type Variable = (typeof VARIABLES)[number]

/** Gives what a variable is set to; an empty one counts as not set. */
export type Read = (name: Variable) => string | undefined

/** Where each variable of Slack's is found. */
const WHERE: Partial<Record<Variable, string>> = {
  SLACK_BOT_TOKEN: 'api.slack.com/apps, your app, OAuth & Permissions, Bot User OAuth Token',
  SLACK_APP_TOKEN:
    'api.slack.com/apps, your app, Basic Information, App-Level Tokens (scope connections:write)',
  SLACK_SIGNING_SECRET: 'api.slack.com/apps, your app, Basic Information, App Credentials, Signing Secret',
  SLACK_CLIENT_ID: 'api.slack.com/apps, your app, Basic Information, App Credentials, Client ID',
  SLACK_CLIENT_SECRET: 'api.slack.com/apps, your app, Basic Information, App Credentials, Client Secret',
}
const MAKE: Partial<Record<Variable, string>> = {
  SLACK_STATE_SECRET: 'Make one: openssl rand -hex 32',
  TOKEN_ENCRYPTION_KEY: 'Make one: openssl rand -base64 32',
}

/** Where to get the value of a variable, as a sentence. */
export const getting = (name: Variable): string => `${MAKE[name] ?? `Copy it from ${WHERE[name]}`}.`
