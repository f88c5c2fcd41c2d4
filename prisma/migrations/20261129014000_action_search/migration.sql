-- Kept by the database, so that a title cannot be found by other words than its own. The marks are
-- those that NFD splits off the letters of Latin script.
ALTER TABLE "ActionItem" ADD COLUMN "searched" TEXT GENERATED ALWAYS AS (
  lower(regexp_replace(
    normalize(coalesce("title"->>'es', '') || ' ' || coalesce("title"->>'en', ''), NFD),
    U&'[\0300-\036F]', '', 'g'))) STORED;
