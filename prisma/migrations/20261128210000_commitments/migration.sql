-- AlterTable
ALTER TABLE "ActionItem" ADD COLUMN     "commitmentId" TEXT;

-- CreateTable
CREATE TABLE "Commitment" (
    "id" TEXT NOT NULL,
    "title" JSONB NOT NULL,
    "evidenceWanted" JSONB,
    "centreId" TEXT,
    "organisationId" TEXT,
    "state" TEXT NOT NULL DEFAULT 'proposed',
    "dueOn" TEXT,
    "dateSlips" INTEGER NOT NULL DEFAULT 0,
    "originPaperId" TEXT,
    "originConsultationId" TEXT,
    "seriesId" TEXT,
    "classification" TEXT NOT NULL DEFAULT 'unclassified',
    "sample" BOOLEAN NOT NULL DEFAULT false,
    "createdById" TEXT NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "createdAt" TIMESTAMP(3) NOT NULL,
    "updatedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "Commitment_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "CommitmentEvidence" (
    "id" TEXT NOT NULL,
    "commitmentId" TEXT NOT NULL,
    "text" TEXT NOT NULL DEFAULT '',
    "link" TEXT,
    "classification" TEXT NOT NULL,
    "givenById" TEXT NOT NULL,
    "givenAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "CommitmentEvidence_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "CommitmentStep" (
    "id" TEXT NOT NULL,
    "commitmentId" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "step" TEXT NOT NULL,
    "from" TEXT NOT NULL,
    "to" TEXT NOT NULL,
    "reason" TEXT,
    "consultationId" TEXT,
    "dueBefore" TEXT,
    "dueAfter" TEXT,
    "byId" TEXT NOT NULL,
    "at" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "CommitmentStep_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "Commitment_state_dueOn_idx" ON "Commitment"("state", "dueOn");

-- CreateIndex
CREATE INDEX "Commitment_seriesId_state_idx" ON "Commitment"("seriesId", "state");

-- CreateIndex
CREATE INDEX "Commitment_organisationId_idx" ON "Commitment"("organisationId");

-- CreateIndex
CREATE INDEX "Commitment_originPaperId_idx" ON "Commitment"("originPaperId");

-- CreateIndex
CREATE INDEX "CommitmentEvidence_commitmentId_givenAt_idx" ON "CommitmentEvidence"("commitmentId", "givenAt");

-- CreateIndex
CREATE UNIQUE INDEX "CommitmentStep_commitmentId_number_key" ON "CommitmentStep"("commitmentId", "number");

-- CreateIndex
CREATE INDEX "ActionItem_commitmentId_idx" ON "ActionItem"("commitmentId");

-- AddForeignKey
ALTER TABLE "ActionItem" ADD CONSTRAINT "ActionItem_commitmentId_fkey" FOREIGN KEY ("commitmentId") REFERENCES "Commitment"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CommitmentEvidence" ADD CONSTRAINT "CommitmentEvidence_commitmentId_fkey" FOREIGN KEY ("commitmentId") REFERENCES "Commitment"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CommitmentStep" ADD CONSTRAINT "CommitmentStep_commitmentId_fkey" FOREIGN KEY ("commitmentId") REFERENCES "Commitment"("id") ON DELETE CASCADE ON UPDATE CASCADE;
