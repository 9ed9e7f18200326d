-- Up Migration
-- Who may see and decide: accounts, their sessions, and what each has viewed or taken away.

create table staff (
  username text primary key check (username ~ '^[a-z0-9][a-z0-9._-]{1,31}$'),
  name text not null,                               -- as the history shows it
  role text not null check (role in ('leader', 'officer', 'administrator')),
  password_hash text,                               -- argon2id; null: not chosen yet
  created_at timestamptz not null,
  disabled_at timestamptz
);

-- Links that let somebody choose a password, once.
create table invitations (
  token_hash text primary key,                      -- sha256; the token is in the link alone
  username text references staff,                   -- null: it makes the first administrator
  expires_at timestamptz not null
);

-- A newer link takes the place of the older one.
create unique index invitations_username on invitations (coalesce(username, ''));

create table sessions (
  token_hash text primary key,                      -- sha256; the token is in the cookie alone
  username text not null references staff,
  created_at timestamptz not null,
  seen_at timestamptz not null,
  expires_at timestamptz not null
);

create index sessions_username on sessions (username);

-- Attempts to log in that did not succeed, those in hand too, for the limits on them.
create table login_failures (
  id bigint generated always as identity primary key,
  username text not null,                           -- as typed; there need be no such account
  network text not null,                            -- what stands for the client's address: core/login-limits.ts
  at timestamptz not null
);

create index login_failures_username on login_failures (username, at);
create index login_failures_network on login_failures (network, at);

create table access_log (
  id bigint generated always as identity primary key,
  at timestamptz not null,
  username text not null,
  what text not null check (what in ('login', 'view', 'download', 'export', 'print')),
  subject text not null,                            -- "dossier 12", "message 3", "register 1"; empty: a login
  address text not null
);

create index access_log_at on access_log (at);
create index access_log_subject on access_log (subject, at);
create index access_log_username on access_log (username, at);

-- Down Migration
drop table access_log, login_failures, sessions, invitations, staff;
