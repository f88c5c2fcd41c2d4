-- DropIndex
DROP INDEX "ActionItem_state_rank_idx";

-- AlterTable
ALTER TABLE "ActionItem" ADD COLUMN     "checklist" JSONB NOT NULL DEFAULT '[]',
ADD COLUMN     "helperIds" TEXT[] DEFAULT ARRAY[]::TEXT[],
ADD COLUMN     "organisationId" TEXT,
ADD COLUMN     "outputId" TEXT,
ADD COLUMN     "programmeId" TEXT,
ADD COLUMN     "startOn" TEXT,
ADD COLUMN     "unblockerId" TEXT,
-- Kept by the database, so that nothing can sort otherwise than the priority says.
ADD COLUMN     "urgency" INTEGER GENERATED ALWAYS AS (CASE "priority" WHEN 'high' THEN 0 WHEN 'low' THEN 2 ELSE 1 END) STORED,
ADD COLUMN     "watcherIds" TEXT[] DEFAULT ARRAY[]::TEXT[];

-- CreateTable
CREATE TABLE "ActionChange" (
    "id" TEXT NOT NULL,
    "actId" TEXT NOT NULL,
    "actionId" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "at" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "byId" TEXT,
    "field" TEXT NOT NULL,
    "before" JSONB,
    "after" JSONB,
    "reason" TEXT,

    CONSTRAINT "ActionChange_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ActionDependency" (
    "actionId" TEXT NOT NULL,
    "needsId" TEXT NOT NULL,

    CONSTRAINT "ActionDependency_pkey" PRIMARY KEY ("actionId","needsId")
);

-- CreateIndex
CREATE INDEX "ActionChange_actionId_version_idx" ON "ActionChange"("actionId", "version");

-- CreateIndex
CREATE INDEX "ActionChange_actId_idx" ON "ActionChange"("actId");

-- CreateIndex
CREATE INDEX "ActionDependency_needsId_idx" ON "ActionDependency"("needsId");

-- CreateIndex
CREATE INDEX "ActionItem_state_rank_id_idx" ON "ActionItem"("state", "rank", "id");

-- CreateIndex
CREATE INDEX "ActionItem_rank_id_idx" ON "ActionItem"("rank", "id");

-- CreateIndex
CREATE INDEX "ActionItem_dueOn_id_idx" ON "ActionItem"("dueOn", "id");

-- CreateIndex
CREATE INDEX "ActionItem_updatedAt_id_idx" ON "ActionItem"("updatedAt", "id");

-- CreateIndex
CREATE INDEX "ActionItem_urgency_rank_id_idx" ON "ActionItem"("urgency", "rank", "id");

-- CreateIndex
CREATE INDEX "ActionItem_centreId_rank_id_idx" ON "ActionItem"("centreId", "rank", "id");

-- CreateIndex
CREATE INDEX "ActionItem_organisationId_rank_id_idx" ON "ActionItem"("organisationId", "rank", "id");

-- CreateIndex
CREATE INDEX "ActionItem_outputId_idx" ON "ActionItem"("outputId");

-- CreateIndex
CREATE INDEX "ActionItem_helperIds_idx" ON "ActionItem" USING GIN ("helperIds");

-- CreateIndex
CREATE INDEX "ActionItem_watcherIds_idx" ON "ActionItem" USING GIN ("watcherIds");

-- AddForeignKey
ALTER TABLE "ActionChange" ADD CONSTRAINT "ActionChange_actionId_fkey" FOREIGN KEY ("actionId") REFERENCES "ActionItem"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ActionDependency" ADD CONSTRAINT "ActionDependency_actionId_fkey" FOREIGN KEY ("actionId") REFERENCES "ActionItem"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ActionDependency" ADD CONSTRAINT "ActionDependency_needsId_fkey" FOREIGN KEY ("needsId") REFERENCES "ActionItem"("id") ON DELETE CASCADE ON UPDATE CASCADE;
