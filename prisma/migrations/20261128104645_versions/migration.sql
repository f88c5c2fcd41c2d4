-- A kept text is now one of an edition, numbered there, and packed. What was frozen until now is kept
-- whole: its bytes follow a zero, which says that they are as they are.

-- DropForeignKey
ALTER TABLE "EditionVersion" DROP CONSTRAINT "EditionVersion_versionId_fkey";

-- AlterTable
ALTER TABLE "EditionVersion" DROP CONSTRAINT "EditionVersion_pkey",
ADD COLUMN     "authorIds" TEXT[],
ADD COLUMN     "chainStart" INTEGER,
ADD COLUMN     "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
ADD COLUMN     "createdById" TEXT,
ADD COLUMN     "editionId" TEXT,
ADD COLUMN     "id" TEXT,
ADD COLUMN     "kind" TEXT,
ADD COLUMN     "name" TEXT,
ADD COLUMN     "number" INTEGER,
ADD COLUMN     "paperVersionId" TEXT,
ADD COLUMN     "reason" TEXT,
ADD COLUMN     "text" BYTEA,
ADD COLUMN     "version" INTEGER NOT NULL DEFAULT 1,
ADD COLUMN     "words" INTEGER,
ADD COLUMN     "wordsAdded" INTEGER,
ADD COLUMN     "wordsRemoved" INTEGER;

UPDATE "EditionVersion" AS kept SET
  "id" = kept."versionId" || '-' || kept."language",
  "editionId" = numbered."editionId",
  "number" = numbered."number",
  "chainStart" = numbered."number",
  "kind" = 'frozen',
  "reason" = numbered."reason",
  "paperVersionId" = kept."versionId",
  "createdById" = numbered."createdById",
  "createdAt" = numbered."createdAt",
  "authorIds" = ARRAY[]::TEXT[],
  "text" = '\x00'::bytea || convert_to(kept."canonical", 'UTF8'),
  "state" = '\x00'::bytea || kept."state"
FROM (
  SELECT frozen."versionId", frozen."language", edition."id" AS "editionId", whole."reason",
    whole."createdById", whole."createdAt",
    row_number() OVER (PARTITION BY edition."id" ORDER BY whole."number") AS "number"
  FROM "EditionVersion" AS frozen
  JOIN "PaperVersion" AS whole ON whole."id" = frozen."versionId"
  JOIN "Edition" AS edition
    ON edition."paperId" = whole."paperId" AND edition."language" = frozen."language"
) AS numbered
WHERE numbered."versionId" = kept."versionId" AND numbered."language" = kept."language";

-- AlterTable
ALTER TABLE "EditionVersion"
ALTER COLUMN "chainStart" SET NOT NULL,
ALTER COLUMN "editionId" SET NOT NULL,
ALTER COLUMN "id" SET NOT NULL,
ALTER COLUMN "kind" SET NOT NULL,
ALTER COLUMN "number" SET NOT NULL,
ALTER COLUMN "reason" SET NOT NULL,
ALTER COLUMN "text" SET NOT NULL,
DROP COLUMN "canonical",
DROP COLUMN "language",
DROP COLUMN "versionId",
ADD CONSTRAINT "EditionVersion_pkey" PRIMARY KEY ("id");

-- CreateIndex
CREATE INDEX "EditionVersion_paperVersionId_idx" ON "EditionVersion"("paperVersionId");

-- CreateIndex
CREATE UNIQUE INDEX "EditionVersion_editionId_number_key" ON "EditionVersion"("editionId", "number");

-- AddForeignKey
ALTER TABLE "EditionVersion" ADD CONSTRAINT "EditionVersion_editionId_fkey" FOREIGN KEY ("editionId") REFERENCES "Edition"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "EditionVersion" ADD CONSTRAINT "EditionVersion_paperVersionId_fkey" FOREIGN KEY ("paperVersionId") REFERENCES "PaperVersion"("id") ON DELETE SET NULL ON UPDATE CASCADE;
