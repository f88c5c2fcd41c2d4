-- CreateTable
CREATE TABLE "ClearanceOpening" (
    "id" TEXT NOT NULL,
    "paperId" TEXT NOT NULL,
    "level" TEXT NOT NULL,
    "versionId" TEXT NOT NULL,
    "sha256" TEXT NOT NULL,
    "brackets" JSONB NOT NULL,
    "openedById" TEXT NOT NULL,
    "openedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "ClearanceOpening_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ClearanceRequest" (
    "id" TEXT NOT NULL,
    "openingId" TEXT NOT NULL,
    "paperId" TEXT NOT NULL,
    "level" TEXT NOT NULL,
    "organisationId" TEXT NOT NULL,
    "sha256" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'requested',
    "limitAt" TIMESTAMP(3) NOT NULL,
    "timeZone" TEXT NOT NULL,
    "silence" BOOLEAN NOT NULL,
    "concerns" TEXT[],
    "followsId" TEXT,
    "renewedFor" TEXT,
    "changes" JSONB NOT NULL,
    "isCarried" BOOLEAN NOT NULL DEFAULT false,
    "askedAt" TIMESTAMP(3) NOT NULL,
    "receivedAt" TIMESTAMP(3),
    "receivedById" TEXT,
    "remindedAt" TIMESTAMP(3),
    "delegateId" TEXT,
    "delegatedById" TEXT,
    "isConditional" BOOLEAN NOT NULL DEFAULT false,
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "ClearanceRequest_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ClearanceAnswer" (
    "id" TEXT NOT NULL,
    "requestId" TEXT NOT NULL,
    "answer" TEXT NOT NULL,
    "sha256" TEXT NOT NULL,
    "comments" TEXT,
    "isConditional" BOOLEAN NOT NULL DEFAULT false,
    "reason" TEXT,
    "reservation" TEXT,
    "isLate" BOOLEAN NOT NULL DEFAULT false,
    "givenById" TEXT,
    "givenBy" TEXT NOT NULL,
    "asDelegate" BOOLEAN NOT NULL DEFAULT false,
    "givenAt" TIMESTAMP(3) NOT NULL,
    "withdrawnAt" TIMESTAMP(3),
    "withdrawnById" TEXT,

    CONSTRAINT "ClearanceAnswer_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ClearanceLink" (
    "hash" TEXT NOT NULL,
    "requestId" TEXT NOT NULL,
    "personId" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL,
    "expiresAt" TIMESTAMP(3) NOT NULL,
    "usedAt" TIMESTAMP(3),
    "revokedAt" TIMESTAMP(3),
    "codeHash" TEXT,
    "codeExpiresAt" TIMESTAMP(3),
    "codeAttempts" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "ClearanceLink_pkey" PRIMARY KEY ("hash")
);

-- CreateTable
CREATE TABLE "PaperStep" (
    "id" TEXT NOT NULL,
    "paperId" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "step" TEXT NOT NULL,
    "from" TEXT NOT NULL,
    "to" TEXT NOT NULL,
    "reason" TEXT,
    "isOverride" BOOLEAN NOT NULL DEFAULT false,
    "versionId" TEXT,
    "byId" TEXT NOT NULL,
    "at" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "PaperStep_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ClearanceRecord" (
    "id" TEXT NOT NULL,
    "paperId" TEXT NOT NULL,
    "versionId" TEXT NOT NULL,
    "versionSha256" TEXT NOT NULL,
    "sha256" TEXT NOT NULL,
    "json" TEXT NOT NULL,
    "pdfEs" BYTEA NOT NULL,
    "pdfEn" BYTEA NOT NULL,
    "sealedById" TEXT NOT NULL,
    "sealedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "ClearanceRecord_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "DocumentSymbol" (
    "key" TEXT NOT NULL,
    "symbol" TEXT NOT NULL,
    "paperId" TEXT NOT NULL,
    "takenAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "DocumentSymbol_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "PaperIssue" (
    "paperId" TEXT NOT NULL,
    "symbol" TEXT NOT NULL,
    "versionId" TEXT NOT NULL,
    "sha256" TEXT NOT NULL,
    "distribution" TEXT[],
    "issuedById" TEXT NOT NULL,
    "issuedAt" TIMESTAMP(3) NOT NULL,
    "successorId" TEXT,
    "supersededAt" TIMESTAMP(3),

    CONSTRAINT "PaperIssue_pkey" PRIMARY KEY ("paperId")
);

-- CreateTable
CREATE TABLE "Corrigendum" (
    "symbol" TEXT NOT NULL,
    "paperId" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "text" TEXT NOT NULL,
    "issuedById" TEXT NOT NULL,
    "issuedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "Corrigendum_pkey" PRIMARY KEY ("symbol")
);

-- CreateTable
CREATE TABLE "PaperMeeting" (
    "paperId" TEXT NOT NULL,
    "day" TEXT NOT NULL,
    "hour" TEXT NOT NULL,
    "timeZone" TEXT NOT NULL,
    "path" TEXT NOT NULL,
    "setById" TEXT NOT NULL,
    "setAt" TIMESTAMP(3) NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "PaperMeeting_pkey" PRIMARY KEY ("paperId")
);

-- CreateIndex
CREATE INDEX "ClearanceOpening_paperId_level_openedAt_idx" ON "ClearanceOpening"("paperId", "level", "openedAt");

-- CreateIndex
CREATE INDEX "ClearanceRequest_paperId_level_state_idx" ON "ClearanceRequest"("paperId", "level", "state");

-- CreateIndex
CREATE INDEX "ClearanceRequest_organisationId_state_idx" ON "ClearanceRequest"("organisationId", "state");

-- CreateIndex
CREATE INDEX "ClearanceRequest_state_limitAt_idx" ON "ClearanceRequest"("state", "limitAt");

-- CreateIndex
CREATE UNIQUE INDEX "ClearanceRequest_openingId_organisationId_key" ON "ClearanceRequest"("openingId", "organisationId");

-- CreateIndex
CREATE INDEX "ClearanceAnswer_requestId_givenAt_idx" ON "ClearanceAnswer"("requestId", "givenAt");

-- CreateIndex
CREATE INDEX "ClearanceLink_requestId_idx" ON "ClearanceLink"("requestId");

-- CreateIndex
CREATE UNIQUE INDEX "PaperStep_paperId_number_key" ON "PaperStep"("paperId", "number");

-- CreateIndex
CREATE INDEX "ClearanceRecord_paperId_sealedAt_idx" ON "ClearanceRecord"("paperId", "sealedAt");

-- CreateIndex
CREATE INDEX "DocumentSymbol_paperId_idx" ON "DocumentSymbol"("paperId");

-- CreateIndex
CREATE UNIQUE INDEX "PaperIssue_symbol_key" ON "PaperIssue"("symbol");

-- CreateIndex
CREATE INDEX "PaperIssue_successorId_idx" ON "PaperIssue"("successorId");

-- CreateIndex
CREATE UNIQUE INDEX "Corrigendum_paperId_number_key" ON "Corrigendum"("paperId", "number");

-- AddForeignKey
ALTER TABLE "ClearanceOpening" ADD CONSTRAINT "ClearanceOpening_paperId_fkey" FOREIGN KEY ("paperId") REFERENCES "Paper"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ClearanceOpening" ADD CONSTRAINT "ClearanceOpening_versionId_fkey" FOREIGN KEY ("versionId") REFERENCES "PaperVersion"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ClearanceRequest" ADD CONSTRAINT "ClearanceRequest_openingId_fkey" FOREIGN KEY ("openingId") REFERENCES "ClearanceOpening"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ClearanceRequest" ADD CONSTRAINT "ClearanceRequest_paperId_fkey" FOREIGN KEY ("paperId") REFERENCES "Paper"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ClearanceAnswer" ADD CONSTRAINT "ClearanceAnswer_requestId_fkey" FOREIGN KEY ("requestId") REFERENCES "ClearanceRequest"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ClearanceLink" ADD CONSTRAINT "ClearanceLink_requestId_fkey" FOREIGN KEY ("requestId") REFERENCES "ClearanceRequest"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "PaperStep" ADD CONSTRAINT "PaperStep_paperId_fkey" FOREIGN KEY ("paperId") REFERENCES "Paper"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ClearanceRecord" ADD CONSTRAINT "ClearanceRecord_paperId_fkey" FOREIGN KEY ("paperId") REFERENCES "Paper"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "PaperIssue" ADD CONSTRAINT "PaperIssue_paperId_fkey" FOREIGN KEY ("paperId") REFERENCES "Paper"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Corrigendum" ADD CONSTRAINT "Corrigendum_paperId_fkey" FOREIGN KEY ("paperId") REFERENCES "PaperIssue"("paperId") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "PaperMeeting" ADD CONSTRAINT "PaperMeeting_paperId_fkey" FOREIGN KEY ("paperId") REFERENCES "Paper"("id") ON DELETE CASCADE ON UPDATE CASCADE;
