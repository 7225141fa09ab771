-- Drop what the connected role owns in `public`, and nothing else: the schema itself may belong to somebody else,
-- and what an extension brought stays with it. Names are gathered first, since CASCADE drops some of them early.
DO $$
DECLARE
  statements text;
BEGIN
  WITH mine AS (
    SELECT 1 AS step, format('DROP ROUTINE IF EXISTS public.%I(%s) CASCADE;', proname,
                             pg_get_function_identity_arguments(oid)) AS statement, oid, 'pg_proc'::regclass AS kind
      FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND pg_has_role(proowner, 'USAGE')
    UNION ALL
    SELECT 2, format('DROP %s IF EXISTS public.%I CASCADE;',
                     CASE relkind WHEN 'v' THEN 'VIEW' WHEN 'm' THEN 'MATERIALIZED VIEW' WHEN 'S' THEN 'SEQUENCE'
                       WHEN 'f' THEN 'FOREIGN TABLE' WHEN 'c' THEN 'TYPE' ELSE 'TABLE' END, relname), oid, 'pg_class'
      FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v', 'm', 'S', 'f', 'c')
       AND pg_has_role(relowner, 'USAGE')
    UNION ALL
    SELECT 3, format('DROP TYPE IF EXISTS public.%I CASCADE;', typname), oid, 'pg_type'
      FROM pg_type WHERE typnamespace = 'public'::regnamespace AND typtype IN ('e', 'd')
       AND pg_has_role(typowner, 'USAGE')
  )
  SELECT string_agg(statement, ' ' ORDER BY step) INTO statements
    FROM mine WHERE NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = mine.kind AND d.objid = mine.oid
                                   -- 'e': brought by an extension; 'i': a part of another object, such as an identity's sequence
                                   AND d.deptype IN ('e', 'i'));
  IF statements IS NOT NULL THEN
    EXECUTE statements;
  END IF;
END
$$;
