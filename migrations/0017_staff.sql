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

create table sessions (
  token_hash text primary key,                      -- sha256; the token is in the cookie alone
  username text not null references staff,
  created_at timestamptz not null,
  seen_at timestamptz not null,
  expires_at timestamptz not null
);

create index sessions_username on sessions (username);

-- Failures to log in, by account and by address, for their limits.
create table login_failures (
  subject text not null,                            -- "account:…" or "address:…"
  at timestamptz not null
);

create index login_failures_subject on login_failures (subject, at);

create table access_log (
  id bigint generated always as identity primary key,
  at timestamptz not null,
  username text not null,
  what text not null check (what in ('login', 'view', 'download', 'export', 'print')),
  subject text not null,                            -- "dossier 12", "message 3", "register 1"
  address text not null
);

create index access_log_at on access_log (at);
create index access_log_subject on access_log (subject, at);

-- Down Migration
drop table access_log, login_failures, sessions, invitations, staff;
