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

const LIVING = [
  'alter table "suggestion" add column "decided_at" bigint',
  `create table "link" ("team" text not null, "url" text not null,
    "state" text not null check (state in ('ok', 'moved', 'blocked', 'dead')), "since" bigint not null,
    "checked_at" bigint not null, "reason" text, "moved_to" text, "archive" text,
    constraint "link_key" primary key ("team", "url"))`,
]

const migration = (statements: readonly string[]): Migration => ({
  up: async (db) => {
    for (const statement of statements) await sql.raw(statement).execute(db)
  },
})

/** The migrations of the first release, of the second, and of the third. */
export const release001: Record<string, Migration> = { '001-digest': migration(DIGEST) }
export const release002: Record<string, Migration> = { ...release001, '002-people': migration(PEOPLE) }
export const release003: Record<string, Migration> = { ...release002, '003-living': migration(LIVING) }

/** What the third release says to its tables: each gets a row, changes it and loses it. */
export const statements003: readonly string[] = [
  `insert into subscription (team, channel, time, days, zone, industries, topics, created_by, created_at, environment,
    paused_until, stopped_at, stopped_reason, next_slot, next_at, round, last_use_case)
    values ('T1', 'C1', '09:00', '[]', 'UTC', '[]', '[]', 'U1', 1, null, null, null, null, '2026-11-23', 5, 0, null)
    on conflict (team, channel) do update set next_at = excluded.next_at`,
  `insert into delivery (id, team, channel, slot, due_at, state, use_case, round, ts, reason, attempts, owner, version,
    uncertain, retry_at, claimed_at, finished_at)
    values ('D1', 'T1', 'C1', 's', 1, 'claimed', 'acme', 0, null, null, 0, 'run', 0, 1, 1, 1, null)
    on conflict (team, channel, slot) do nothing returning *`,
  "select * from subscription where next_at <= 5 and team = 'T1' order by next_at limit 10",
  "update delivery set state = 'sent', finished_at = 2, owner = null where id = 'D1' and state = 'claimed'",
  "insert into audit (id, team, channel, actor, action, details, at) values ('A1', 'T1', 'C1', 'U1', 'set', '{}', 1)",
  `insert into saved (team, person, use_case, at) values ('T1', 'U1', 'acme', 1)
    on conflict (team, person, use_case) do update set at = excluded.at`,
  `insert into vote (team, answer, voter, vote, query, at) values ('T1', 'A1', 'v', 'up', 'q', 1)
    on conflict (team, answer, voter) do update set vote = excluded.vote`,
  `insert into search (team, day, query, asked, unanswered) values ('T1', '2026-11-23', 'q', 1, 0)
    on conflict (team, day, query) do update set asked = search.asked + excluded.asked`,
  `insert into suggestion (team, id, kind, use_case, body, created_by, created_at, state, decided_at)
    values ('T1', 'S1', 'problem', 'acme', '{}', 'U1', 1, 'declined', 1)`,
  `insert into link (team, url, state, since, checked_at, reason, moved_to, archive)
    values ('', 'https://example.com', 'ok', 1, 1, null, null, null)
    on conflict (team, url) do update set checked_at = excluded.checked_at`,
  `insert into welcome (team, person, at) values ('T1', 'U1', 1)
    on conflict (team, person) do nothing returning person`,
  `insert into seen_event (team, key, at) values ('T1', 'K1', 1)
    on conflict (team, key) do nothing returning key`,
  "delete from seen_event where team = 'T1' and at < 2",
  "delete from search where team = 'T1' and day < '2026-11-24'",
  "delete from vote where team = 'T1' and at < 2",
  "delete from suggestion where team = 'T1' and state = 'declined' and decided_at < 2",
  "delete from saved where team = 'T1' and person = 'U1'",
  "delete from welcome where team = 'T1' and person = 'U1'",
  "delete from link where team = ''",
  'delete from audit',
  'delete from delivery',
  'delete from subscription',
]
