-- CreateTable
CREATE TABLE "KeptDocument" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "mediaType" TEXT NOT NULL,
    "bytes" INTEGER NOT NULL,
    "sha256" TEXT NOT NULL,
    "data" BYTEA NOT NULL,
    "classification" TEXT NOT NULL,
    "subjectKind" TEXT NOT NULL,
    "subjectId" TEXT NOT NULL,
    "createdById" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL,
    "givenAt" TIMESTAMP(3),

    CONSTRAINT "KeptDocument_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "KeptDocument_subjectKind_subjectId_createdAt_idx" ON "KeptDocument"("subjectKind", "subjectId", "createdAt");

-- CreateIndex
CREATE INDEX "KeptDocument_createdById_givenAt_idx" ON "KeptDocument"("createdById", "givenAt");
