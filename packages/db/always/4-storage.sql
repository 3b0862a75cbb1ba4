-- Sealed and packed bytes do not compress: keep PostgreSQL from trying. Changes the catalogue once, then nothing.
do $$ declare col record; begin
  for col in
    select c.relname, a.attname from pg_class c join pg_attribute a on a.attrelid = c.oid
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and a.attnum > 0 and not a.attisdropped
      and a.atttypid = 'bytea'::regtype and a.attstorage <> 'e'
  loop
    execute format('alter table %I alter column %I set storage external', col.relname, col.attname);
  end loop;
end $$;
