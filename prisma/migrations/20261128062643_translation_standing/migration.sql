-- AlterTable
ALTER TABLE "SectionTranslation" ADD COLUMN     "how" TEXT NOT NULL DEFAULT 'translated';

-- CreateTable
CREATE TABLE "TranslationStanding" (
    "editionId" TEXT NOT NULL,
    "sections" JSONB NOT NULL,
    "differences" INTEGER NOT NULL,
    "originalAt" TIMESTAMP(3),
    "translationAt" TIMESTAMP(3),

    CONSTRAINT "TranslationStanding_pkey" PRIMARY KEY ("editionId")
);

-- AddForeignKey
ALTER TABLE "TranslationStanding" ADD CONSTRAINT "TranslationStanding_editionId_fkey" FOREIGN KEY ("editionId") REFERENCES "Edition"("id") ON DELETE CASCADE ON UPDATE CASCADE;
