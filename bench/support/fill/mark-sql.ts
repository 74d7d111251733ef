/** CRC-32 as PostgreSQL 18 has it, which the embedded one is. */
const word = (...parts: string[]) => `crc32(convert_to(concat_ws(chr(31), $1::text, ${parts.join(', ')}), 'UTF8'))`
const figures = '^(gen_ai\\.usage)\\y'

const facts = ['agent', 'framework', 'release', 'environment', 'status'].map(name => `('${name}', t.${name})`)
const lists = ['tag', 'model', 'tool'].map(name => `select '${name}', unnest(t.${name}s)`)

/** The marks of the traces of a day: what each says as a whole, and the attributes of its spans. $1 project, $2 day. */
export const markRows = `insert into trace_marks (project_id, trace_id, revision, marks)
  select $1, trace_id, 1, array_agg(distinct ($2::date - date '1970-01-01') * 4294967296 + word) from (
    select t.trace_id, ${word('f.name', 'f.value')} as word from trace t cross join lateral (
      select * from (values ${facts.join(', ')}, ('user', t.user_id)) as v(name, value) union all ${lists.join(' union all ')}
    ) as f(name, value) where t.project_id = $1 and t.day = $2::date and f.value is not null
    union all
    select p.trace_id, w.word from span_payload p cross join lateral jsonb_each_text(p.attributes) as a cross join lateral (
      select ${word("'key'", 'a.key')} union all select ${word("'attribute'", 'a.key', 'a.value')} where a.key !~ '${figures}'
    ) as w(word) where p.project_id = $1 and p.day = $2::date
  ) as words group by trace_id order by trace_id`
