-- Who is asking, as the door said with SET LOCAL. After a transaction a setting reads '' rather than null: both are refused.
create or replace function current_tenants() returns uuid[] language plpgsql stable parallel safe as $$
declare said text := current_setting('app.tenants', true);
begin
  if said is null or said = '' then raise exception 'no tenant set' using errcode = '42501'; end if;
  return said::uuid[];
end $$;

create or replace function current_tenant() returns uuid language plpgsql stable parallel safe as $$
declare said uuid[] := current_tenants();
begin
  if coalesce(cardinality(said), 0) <> 1 then raise exception 'exactly one tenant must be set' using errcode = '42501'; end if;
  return said[1];
end $$;

create or replace function current_actor() returns uuid language sql stable parallel safe as
$$ select nullif(current_setting('app.actor', true), '')::uuid $$;

create or replace function current_agencies() returns uuid[] language sql stable parallel safe as
$$ select coalesce(nullif(current_setting('app.agencies', true), '')::uuid[], '{}') $$;

-- Like current_tenants, for tables that can be asked with no tenant entered: then none.
create or replace function entered_tenants() returns uuid[] language sql stable parallel safe as
$$ select coalesce(nullif(current_setting('app.tenants', true), '')::uuid[], '{}') $$;
