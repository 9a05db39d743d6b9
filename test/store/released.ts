import { type Migration, sql } from 'kysely'

/** What made the tables of each release, statement by statement: the program of today has no part in it. */
const DIGEST = [
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

const PEOPLE = [
  `create table "saved" ("team" text not null, "person" text not null, "use_case" text not null,
    "at" bigint not null, constraint "saved_key" primary key ("team", "person", "use_case"))`,
  'create index "saved_newest" on "saved" ("team", "person", "at" desc, "use_case")',
  `create table "vote" ("team" text not null, "answer" text not null, "voter" text not null,
    "vote" text not null check (vote in ('up', 'down')), "query" text not null, "at" bigint not null,
    constraint "vote_key" primary key ("team", "answer", "voter"))`,
  'create index "vote_at" on "vote" ("team", "at")',
  `create table "search" ("team" text not null, "day" text not null, "query" text not null,
    "asked" integer not null, "unanswered" integer not null,
    constraint "search_key" primary key ("team", "day", "query"))`,
  `create table "suggestion" ("team" text not null, "id" text not null, "kind" text not null, "use_case" text,
    "body" text not null, "created_by" text, "created_at" bigint not null, "state" text not null,
    constraint "suggestion_key" primary key ("team", "id"))`,
  `create table "welcome" ("team" text not null, "person" text not null, "at" bigint not null,
    constraint "welcome_key" primary key ("team", "person"))`,
  `create table "seen_event" ("team" text not null, "key" text not null, "at" bigint not null,
    constraint "seen_event_key" primary key ("team", "key"))`,
  'create index "seen_event_at" on "seen_event" ("team", "at")',
]

const migration = (statements: readonly string[]): Migration => ({
  up: async (db) => {
    for (const statement of statements) await sql.raw(statement).execute(db)
  },
})

/** The migrations of the first release, and of the second. */
export const release001: Record<string, Migration> = { '001-digest': migration(DIGEST) }
export const release002: Record<string, Migration> = { ...release001, '002-people': migration(PEOPLE) }
