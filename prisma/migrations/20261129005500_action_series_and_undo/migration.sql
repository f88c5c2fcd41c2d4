-- AlterTable
ALTER TABLE "ActionItem" ADD COLUMN     "occurrence" INTEGER,
ADD COLUMN     "occursOn" TEXT,
ADD COLUMN     "seriesId" TEXT;

-- AlterTable
ALTER TABLE "ActionChange" ADD COLUMN     "undoes" TEXT;

-- CreateTable
CREATE TABLE "ActionSeries" (
    "id" TEXT NOT NULL,
    "unit" TEXT NOT NULL,
    "every" INTEGER NOT NULL,
    "day" INTEGER NOT NULL,
    "until" TEXT,
    "endedAt" TIMESTAMP(3),
    "latest" INTEGER NOT NULL DEFAULT 1,
    "createdById" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "ActionSeries_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "ActionItem_seriesId_occurrence_key" ON "ActionItem"("seriesId", "occurrence");

-- AddForeignKey
ALTER TABLE "ActionItem" ADD CONSTRAINT "ActionItem_seriesId_fkey" FOREIGN KEY ("seriesId") REFERENCES "ActionSeries"("id") ON DELETE SET NULL ON UPDATE CASCADE;
