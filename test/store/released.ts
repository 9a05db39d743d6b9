import { type Migration, sql } from 'kysely'

/** What made the tables of the first release, statement by statement: the program of today has no part in it. */
const STATEMENTS = [
  `create table "subscription" ("team" text not null, "channel" text not null, "time" text not null,
    "days" text not null, "zone" text not null, "industries" text not null, "topics" text not null,
    "created_by" text, "created_at" bigint not null, "environment" text, "paused_until" bigint,
    "stopped_at" bigint, "stopped_reason" text, "next_slot" text, "next_at" bigint, "round" integer not null,
    "last_use_case" text, constraint "subscription_key" primary key ("team", "channel"))`,
  'create index subscription_due on subscription (team, next_at) where next_at is not null',
  `create table "delivery" ("id" text primary key, "team" text not null, "channel" text not null,
    "slot" text not null, "due_at" bigint not null,
    "state" text not null check (state in ('claimed', 'sent', 'failed', 'skipped')), "use_case" text,
    "round" integer not null, "ts" text, "reason" text, "attempts" integer not null, "owner" text,
    "version" integer not null, "uncertain" integer not null, "retry_at" bigint not null,
    "claimed_at" bigint not null, "finished_at" bigint,
    constraint "delivery_slot" unique ("team", "channel", "slot"))`,
  "create index delivery_open on delivery (team, retry_at) where state = 'claimed'",
  `create table "audit" ("id" text primary key, "team" text not null, "channel" text not null,
    "actor" text not null, "action" text not null, "details" text not null, "at" bigint not null)`,
  'create index "audit_channel" on "audit" ("team", "channel", "at")',
]

/** The migrations of the first release. */
export const release001: Record<string, Migration> = {
  '001-digest': {
    up: async (db) => {
      for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
    },
  },
}
