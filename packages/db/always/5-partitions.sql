-- Months of `event`, in a schema that nobody may enter: rows are reached through `event` alone, where they are policed. Owned by
-- the tables' owner, since it changes structure and reads no row.
create schema if not exists event_months;

create or replace function ensure_partitions(first date, last date) returns integer
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as
$$
declare
  month date := date_trunc('month', first);
  made integer := 0;
begin
  if last > first + 7500 then raise exception 'too many months at once'; end if;
  while month <= last loop
    if to_regclass(format('event_months.event_%s', to_char(month, 'YYYYMM'))) is null then
      perform pg_advisory_xact_lock(7271002);
      if to_regclass(format('event_months.event_%s', to_char(month, 'YYYYMM'))) is null then
        execute format('create table event_months.event_%s partition of public.event for values from (%L) to (%L)',
          to_char(month, 'YYYYMM'), month::timestamp at time zone 'UTC', (month + interval '1 month')::timestamp at time zone 'UTC');
        made := made + 1;
      end if;
    end if;
    month := month + interval '1 month';
  end loop;
  return made;
end $$;

-- Months of events that end before a day, oldest first. Nothing of the last 35 days is ever among them.
create or replace function old_partitions(before date) returns table (month date, bytes bigint, events bigint)
  language sql stable security definer set search_path = pg_catalog, public, pg_temp as
$$
  select to_date(right(c.relname, 6), 'YYYYMM'), pg_total_relation_size(c.oid), greatest(c.reltuples, 0)::bigint
  from pg_class c join pg_inherits i on i.inhrelid = c.oid
  where i.inhparent = 'public.event'::regclass
    and to_date(right(c.relname, 6), 'YYYYMM') + interval '1 month' <= least(before, current_date - 35)
  order by 1
$$;

revoke all on function ensure_partitions(date, date), old_partitions(date) from public;
grant execute on function ensure_partitions(date, date), old_partitions(date) to throughline_app;

select ensure_partitions(current_date - 35, current_date + 62);
