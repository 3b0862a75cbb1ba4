-- Everything that must cross tenants, before one is known or to find due work. This file is the whole list.
-- Owned by throughline_system, which cannot log in and may read these columns only: ids, roles and due times.
grant usage on schema public to throughline_system;

-- What an older version had and this one does not is gone; a changed answer needs the old function out of the way.
do $$
declare old regprocedure;
begin
  for old in select p.oid::regprocedure from pg_proc p join pg_roles r on r.oid = p.proowner
    where p.pronamespace = 'public'::regnamespace and r.rolname = 'throughline_system'
  loop execute format('drop function %s', old); end loop;
end $$;

do $$
declare allowed record;
begin
  for allowed in select * from (values
    ('session', 'token_hash, user_id, expires_at, last_seen_at'),
    ('agency', 'agency_id'),
    ('app_user', 'user_id, login'),
    ('password_reset', 'token_hash, user_id, expires_at, used_at'),
    ('invitation', 'token_hash, agency_id, invitation_id, grant_tenant_id'),
    ('member', 'agency_id, user_id, role'),
    ('tenant', 'tenant_id, agency_id, slug, archived_at'),
    ('tenant_grant', 'tenant_id, user_id, role, persona'),
    ('connection', 'tenant_id, connection_id, connector, state, archived_at'),
    ('connection_account', 'tenant_id, connection_id, connector, account'),
    ('stream_hint', 'tenant_id, connection_id, stream'),
    ('schedule', 'tenant_id, schedule_id, kind, ref, next_due_at, paused_at'),
    ('inbox', 'tenant_id, id, processed_at'),
    ('work', 'tenant_id, work_id, kind, state'),
    ('action', 'tenant_id, action_id, state, due_at'),
    ('api_key', 'tenant_id, key_id, key_hash, kind, scopes, origins, created_by, expires_at, revoked_at'),
    ('tracked_link', 'tenant_id, link_id, code, target, click_parameter, archived_at')
  ) as list (name, columns)
  loop
    execute format('drop policy if exists found_by_system on %I', allowed.name);
    execute format('create policy found_by_system on %I for select to throughline_system using (true)', allowed.name);
    execute format('revoke all on %I from throughline_system', allowed.name);
    execute format('grant select (%s) on %I to throughline_system', allowed.columns, allowed.name);
  end loop;
end $$;

create or replace function find_session(hash text) returns table (user_id uuid, expires_at timestamptz, last_seen_at timestamptz)
  language sql stable security definer set search_path = public, pg_temp as
$$ select user_id, expires_at, last_seen_at from session where token_hash = hash $$;

-- When colleagues were last here: what a list of members shows of sessions that are not the reader's.
create or replace function last_seen(users uuid[]) returns table (user_id uuid, at timestamptz)
  language sql stable security definer set search_path = public, pg_temp as
$$ select user_id, max(last_seen_at) from session where user_id = any (users) group by user_id $$;

-- Is anybody here yet? Until then the first owner's link works.
create or replace function has_users() returns boolean
  language sql stable security definer set search_path = public, pg_temp as
$$ select exists (select user_id from app_user) $$;

create or replace function find_login(wanted text) returns table (user_id uuid)
  language sql stable security definer set search_path = public, pg_temp as
$$ select user_id from app_user where login = wanted $$;

create or replace function find_reset(hash text) returns table (user_id uuid, expires_at timestamptz, used_at timestamptz)
  language sql stable security definer set search_path = public, pg_temp as
$$ select user_id, expires_at, used_at from password_reset where token_hash = hash $$;

-- People with sessions or reset links that are over, a thousand at a time: each is cleared as the person it belongs to.
create or replace function stale_sign_ins(until timestamptz) returns table (user_id uuid)
  language sql stable security definer set search_path = public, pg_temp as
$$
  select user_id from (
    select user_id from session where expires_at <= until union select user_id from password_reset where expires_at <= until
  ) over limit 1000
$$;

create or replace function find_invitation(hash text) returns table (agency_id uuid, invitation_id uuid, tenant_id uuid)
  language sql stable security definer set search_path = public, pg_temp as
$$ select agency_id, invitation_id, grant_tenant_id from invitation where token_hash = hash $$;

-- A person's tenants with the role each is seen with: owner and admin see every tenant of their agency, the others what was granted.
create or replace function find_grants(actor uuid) returns table (tenant_id uuid, agency_id uuid, slug text, role text, persona text)
  language sql stable security definer set search_path = public, pg_temp as
$$
  select t.tenant_id, t.agency_id, t.slug, m.role, g.persona
  from member m
  join tenant t on t.agency_id = m.agency_id and t.archived_at is null
  left join tenant_grant g on g.tenant_id = t.tenant_id and g.user_id = actor
  where m.user_id = actor and m.role in ('owner', 'admin')
  union all
  select t.tenant_id, t.agency_id, t.slug, g.role, g.persona
  from tenant_grant g
  join tenant t on t.tenant_id = g.tenant_id and t.archived_at is null
  where g.user_id = actor
    and not exists (select 1 from member m where m.user_id = actor and m.agency_id = t.agency_id and m.role in ('owner', 'admin'))
$$;

create or replace function find_memberships(actor uuid) returns table (agency_id uuid, role text)
  language sql stable security definer set search_path = public, pg_temp as
$$ select agency_id, role from member where user_id = actor $$;

create or replace function find_connection(wanted uuid) returns table (tenant_id uuid, connector text)
  language sql stable security definer set search_path = public, pg_temp as
$$ select tenant_id, connector from connection where connection_id = wanted and archived_at is null $$;

-- Who speaks for an account of a provider: a delivery to the whole app may be for several clients.
create or replace function find_account(wanted_connector text, wanted text) returns table (connection_id uuid)
  language sql stable security definer set search_path = public, pg_temp as
$$
  select a.connection_id from connection_account a
  join connection c on c.tenant_id = a.tenant_id and c.connection_id = a.connection_id and c.archived_at is null
  where a.connector = wanted_connector and a.account = wanted
$$;

-- A key that works now: not revoked, not over, its client not archived, and its maker still one who may make keys there.
create or replace function working_keys(wanted_tenant uuid, wanted_key uuid, at timestamptz)
  returns table (tenant_id uuid, agency_id uuid, key_id uuid, scopes text[])
  language sql stable security definer set search_path = public, pg_temp as
$$
  select k.tenant_id, t.agency_id, k.key_id, k.scopes
  from api_key k
  join tenant t on t.tenant_id = k.tenant_id and t.archived_at is null
  where k.tenant_id = wanted_tenant and k.key_id = wanted_key and k.revoked_at is null and (k.expires_at is null or k.expires_at > at)
    and (exists (select 1 from member m where m.user_id = k.created_by and m.agency_id = t.agency_id and m.role in ('owner', 'admin'))
      or exists (select 1 from tenant_grant g where g.tenant_id = k.tenant_id and g.user_id = k.created_by and g.role = 'client_admin'))
$$;

create or replace function find_api_key(hash text, at timestamptz)
  returns table (tenant_id uuid, key_id uuid, kind text, scopes text[], origins text[], expires_at timestamptz)
  language sql stable security definer set search_path = public, pg_temp as
$$
  select k.tenant_id, k.key_id, k.kind, k.scopes, k.origins, k.expires_at
  from api_key k where k.key_hash = hash and exists (select 1 from working_keys(k.tenant_id, k.key_id, at))
$$;

-- Was a browser key ever made for pages there? Then they may hear our answer, also that it does not work any more.
create or replace function is_browser_origin(wanted text) returns boolean
  language sql stable security definer set search_path = public, pg_temp as
$$ select exists (select 1 from api_key where kind = 'browser' and wanted = any (origins)) $$;

-- Where a short link leads, by its code: one row of one index, since somebody waits. Of one that is archived only that its code is taken.
create or replace function find_tracked_link(wanted text)
  returns table (tenant_id uuid, link_id uuid, target text, click_parameter text, archived boolean)
  language sql stable security definer set search_path = public, pg_temp as
$$ select tenant_id, link_id, target, click_parameter, archived_at is not null from tracked_link where code = wanted $$;

create or replace function find_tenant(wanted uuid) returns table (tenant_id uuid, agency_id uuid)
  language sql stable security definer set search_path = public, pg_temp as
$$ select tenant_id, agency_id from tenant where tenant_id = wanted $$;

-- What is due by then: schedules whose time has come, deliveries that wait, long work that is open.
create or replace function due_work(until timestamptz) returns table (tenant_id uuid, kind text, ref uuid, due_at timestamptz)
  language sql stable security definer set search_path = public, pg_temp as
$$
  select tenant_id, 'schedule:' || kind, schedule_id, next_due_at from schedule where paused_at is null and next_due_at <= until
  union all
  select tenant_id, 'inbox', null, null from (select distinct tenant_id from inbox where processed_at is null) waiting
  union all
  select tenant_id, 'work:' || kind, work_id, null from work where state in ('queued', 'running')
  union all
  select named.tenant_id, 'hints', named.connection_id, null from (select distinct tenant_id, connection_id from stream_hint) named
    join connection c on c.tenant_id = named.tenant_id and c.connection_id = named.connection_id and c.state = 'active'
  union all
  select tenant_id, 'action', action_id, due_at from action where state in ('approved', 'running', 'undoing') and due_at <= until
$$;

-- Tenants by id, for the owner's own commands (doctor, rebuild, rotation): ids and nothing else.
create or replace function list_tenants() returns table (tenant_id uuid, agency_id uuid)
  language sql stable security definer set search_path = public, pg_temp as
$$ select tenant_id, agency_id from tenant $$;

create or replace function list_agencies() returns table (agency_id uuid)
  language sql stable security definer set search_path = public, pg_temp as
$$ select agency_id from agency $$;

do $$
declare f text;
begin
  foreach f in array array['find_session(text)', 'find_login(text)', 'find_reset(text)', 'find_invitation(text)', 'find_grants(uuid)',
    'find_memberships(uuid)', 'find_connection(uuid)', 'find_account(text, text)', 'find_tenant(uuid)', 'find_tracked_link(text)', 'due_work(timestamptz)', 'list_tenants()', 'list_agencies()', 'has_users()',
    'last_seen(uuid[])', 'working_keys(uuid, uuid, timestamptz)', 'find_api_key(text, timestamptz)', 'is_browser_origin(text)', 'stale_sign_ins(timestamptz)']
  loop
    execute format('alter function %s owner to throughline_system', f);
    execute format('revoke all on function %s from public', f);
    execute format('grant execute on function %s to throughline_app', f);
  end loop;
end $$;
