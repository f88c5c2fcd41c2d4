-- CreateTable
CREATE TABLE "ReviewRound" (
    "id" TEXT NOT NULL,
    "paperId" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'open',
    "versionId" TEXT NOT NULL,
    "sha256" TEXT NOT NULL,
    "scope" TEXT NOT NULL,
    "blockIds" TEXT[],
    "blocks" JSONB NOT NULL,
    "questions" TEXT NOT NULL,
    "limitAt" TIMESTAMP(3) NOT NULL,
    "timeZone" TEXT NOT NULL,
    "openedById" TEXT NOT NULL,
    "openedAt" TIMESTAMP(3) NOT NULL,
    "closedById" TEXT,
    "closedAt" TIMESTAMP(3),
    "summary" TEXT,
    "reason" TEXT,
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "ReviewRound_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "RoundParticipant" (
    "roundId" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'invited',
    "submittedAt" TIMESTAMP(3),
    "submittedById" TEXT,
    "isLate" BOOLEAN NOT NULL DEFAULT false,
    "hasNoComments" BOOLEAN NOT NULL DEFAULT false,
    "extendedTo" TIMESTAMP(3),
    "removedFor" TEXT,

    CONSTRAINT "RoundParticipant_pkey" PRIMARY KEY ("roundId","subject")
);

-- CreateTable
CREATE TABLE "RoundExtension" (
    "id" TEXT NOT NULL,
    "roundId" TEXT NOT NULL,
    "subject" TEXT,
    "before" TIMESTAMP(3) NOT NULL,
    "until" TIMESTAMP(3) NOT NULL,
    "reason" TEXT NOT NULL,
    "byId" TEXT NOT NULL,
    "at" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "RoundExtension_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "RoundReminder" (
    "roundId" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "limitAt" TIMESTAMP(3) NOT NULL,
    "sentAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "RoundReminder_pkey" PRIMARY KEY ("roundId","subject","kind","limitAt")
);

-- CreateTable
CREATE TABLE "RoundComment" (
    "id" TEXT NOT NULL,
    "roundId" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "blockId" TEXT,
    "quote" TEXT NOT NULL DEFAULT '',
    "observation" TEXT NOT NULL,
    "proposedText" TEXT,
    "kind" TEXT NOT NULL DEFAULT 'substantive',
    "state" TEXT NOT NULL DEFAULT 'internal',
    "submittedAt" TIMESTAMP(3),
    "authorId" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "RoundComment_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "ReviewRound_state_limitAt_idx" ON "ReviewRound"("state", "limitAt");

-- CreateIndex
CREATE UNIQUE INDEX "ReviewRound_paperId_number_key" ON "ReviewRound"("paperId", "number");

-- CreateIndex
CREATE INDEX "RoundParticipant_subject_idx" ON "RoundParticipant"("subject");

-- CreateIndex
CREATE INDEX "RoundExtension_roundId_idx" ON "RoundExtension"("roundId");

-- CreateIndex
CREATE INDEX "RoundComment_roundId_subject_idx" ON "RoundComment"("roundId", "subject");

-- AddForeignKey
ALTER TABLE "ReviewRound" ADD CONSTRAINT "ReviewRound_paperId_fkey" FOREIGN KEY ("paperId") REFERENCES "Paper"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ReviewRound" ADD CONSTRAINT "ReviewRound_versionId_fkey" FOREIGN KEY ("versionId") REFERENCES "PaperVersion"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "RoundParticipant" ADD CONSTRAINT "RoundParticipant_roundId_fkey" FOREIGN KEY ("roundId") REFERENCES "ReviewRound"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "RoundExtension" ADD CONSTRAINT "RoundExtension_roundId_fkey" FOREIGN KEY ("roundId") REFERENCES "ReviewRound"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "RoundReminder" ADD CONSTRAINT "RoundReminder_roundId_fkey" FOREIGN KEY ("roundId") REFERENCES "ReviewRound"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "RoundComment" ADD CONSTRAINT "RoundComment_roundId_fkey" FOREIGN KEY ("roundId") REFERENCES "ReviewRound"("id") ON DELETE CASCADE ON UPDATE CASCADE;
