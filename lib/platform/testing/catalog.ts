import type pg from 'pg'

/** Everything in a schema, one line each, from pg_catalog. Two databases with the same lines are equal. */
const parts = {
  relation: `select c.relname, c.relkind::text, c.relpersistence::text, c.reloptions, pg_get_partkeydef(c.oid) as key,
      pg_get_expr(c.relpartbound, c.oid) as bound, p.relname as parent
    from pg_class c left join pg_inherits i on i.inhrelid = c.oid left join pg_class p on p.oid = i.inhparent
    where c.relnamespace = 'public'::regnamespace`,
  column: `select c.relname, a.attname, format_type(a.atttypid, a.atttypmod) as type, a.attnotnull,
      pg_get_expr(d.adbin, d.adrelid) as fallback, a.attidentity::text, a.attgenerated::text, a.attcollation::regcollation::text,
      row_number() over (partition by c.oid order by a.attnum) as position
    from pg_attribute a join pg_class c on c.oid = a.attrelid
    left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v', 'm') and a.attnum > 0 and not a.attisdropped`,
  index: `select indexname, indexdef from pg_indexes where schemaname = 'public'`,
  constraint: `select conrelid::regclass::text, conname, contype::text, convalidated, pg_get_constraintdef(oid) as definition
    from pg_constraint where connamespace = 'public'::regnamespace`,
  sequence: `select sequencename, data_type::text, start_value::text, increment_by::text, cycle
    from pg_sequences where schemaname = 'public'`,
  function: `select proname, pg_get_functiondef(oid) as definition from pg_proc
    where pronamespace = 'public'::regnamespace and prokind in ('f', 'p')`,
  trigger: `select tgname, pg_get_triggerdef(oid) as definition from pg_trigger where not tgisinternal`,
  type: `select typname, typtype::text from pg_type where typnamespace = 'public'::regnamespace and typtype in ('e', 'd')`,
  schema: `select nspname from pg_namespace where nspname !~ '^pg_' and nspname <> 'information_schema'`,
  extension: 'select extname from pg_extension',
}

/** The catalog of the connected database, sorted: equal lists are equal schemas. */
export async function catalog(pool: pg.Pool, schema = 'public'): Promise<string[]> {
  const lines: string[] = []
  for (const [part, text] of Object.entries(parts)) {
    const { rows } = await pool.query(text.replaceAll("'public'", `'${schema}'`))
    lines.push(...rows.map(row => `${part} ${JSON.stringify(row)}`))
  }
  return lines.sort()
}
