-- AlterTable
ALTER TABLE "PaperSection" ADD COLUMN     "othersMay" TEXT NOT NULL DEFAULT 'edit',
ADD COLUMN     "version" INTEGER NOT NULL DEFAULT 1;

-- CreateTable
CREATE TABLE "CommentThread" (
    "id" TEXT NOT NULL,
    "paperId" TEXT NOT NULL,
    "editionId" TEXT,
    "circle" TEXT NOT NULL DEFAULT 'paper',
    "onBehalfOf" TEXT,
    "target" TEXT NOT NULL,
    "blockId" TEXT,
    "suggestionId" TEXT,
    "anchor" JSONB,
    "quote" TEXT NOT NULL DEFAULT '',
    "state" TEXT NOT NULL DEFAULT 'open',
    "actionId" TEXT,
    "submittedAsId" TEXT,
    "createdById" TEXT NOT NULL,
    "resolvedById" TEXT,
    "resolvedAt" TIMESTAMP(3),
    "sample" BOOLEAN NOT NULL DEFAULT false,
    "version" INTEGER NOT NULL DEFAULT 1,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "CommentThread_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "CommentMessage" (
    "id" TEXT NOT NULL,
    "threadId" TEXT NOT NULL,
    "authorId" TEXT NOT NULL,
    "authorPost" TEXT,
    "body" TEXT NOT NULL,
    "mentions" TEXT[],
    "editedAt" TIMESTAMP(3),
    "version" INTEGER NOT NULL DEFAULT 1,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "CommentMessage_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "CommentReading" (
    "threadId" TEXT NOT NULL,
    "personId" TEXT NOT NULL,
    "readAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "CommentReading_pkey" PRIMARY KEY ("threadId","personId")
);

-- CreateTable
CREATE TABLE "PaperFile" (
    "id" TEXT NOT NULL,
    "paperId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "mediaType" TEXT NOT NULL,
    "width" INTEGER NOT NULL,
    "height" INTEGER NOT NULL,
    "bytes" INTEGER NOT NULL,
    "sha256" TEXT NOT NULL,
    "data" BYTEA NOT NULL,
    "createdById" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "PaperFile_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "BibliographySource" (
    "id" TEXT NOT NULL,
    "paperId" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "csl" JSONB NOT NULL,
    "removedAt" TIMESTAMP(3),
    "createdById" TEXT NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "BibliographySource_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "BracketPreference" (
    "paperId" TEXT NOT NULL,
    "bracketId" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "alternativeId" TEXT NOT NULL,
    "personId" TEXT NOT NULL,
    "updatedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "BracketPreference_pkey" PRIMARY KEY ("paperId","bracketId","subject")
);

-- CreateTable
CREATE TABLE "SectionTranslation" (
    "editionId" TEXT NOT NULL,
    "sectionId" TEXT NOT NULL,
    "sourceSha256" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "markedById" TEXT NOT NULL,
    "markedAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "SectionTranslation_pkey" PRIMARY KEY ("editionId","sectionId")
);

-- CreateTable
CREATE TABLE "EditionVisit" (
    "editionId" TEXT NOT NULL,
    "personId" TEXT NOT NULL,
    "stateVector" BYTEA NOT NULL,
    "at" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "EditionVisit_pkey" PRIMARY KEY ("editionId","personId")
);

-- CreateIndex
CREATE INDEX "CommentThread_paperId_circle_idx" ON "CommentThread"("paperId", "circle");

-- CreateIndex
CREATE INDEX "CommentThread_editionId_idx" ON "CommentThread"("editionId");

-- CreateIndex
CREATE INDEX "CommentThread_submittedAsId_idx" ON "CommentThread"("submittedAsId");

-- CreateIndex
CREATE INDEX "CommentMessage_threadId_createdAt_idx" ON "CommentMessage"("threadId", "createdAt");

-- CreateIndex
CREATE INDEX "CommentReading_personId_idx" ON "CommentReading"("personId");

-- CreateIndex
CREATE INDEX "PaperFile_paperId_idx" ON "PaperFile"("paperId");

-- CreateIndex
CREATE INDEX "BibliographySource_paperId_idx" ON "BibliographySource"("paperId");

-- AddForeignKey
ALTER TABLE "CommentThread" ADD CONSTRAINT "CommentThread_paperId_fkey" FOREIGN KEY ("paperId") REFERENCES "Paper"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CommentMessage" ADD CONSTRAINT "CommentMessage_threadId_fkey" FOREIGN KEY ("threadId") REFERENCES "CommentThread"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CommentReading" ADD CONSTRAINT "CommentReading_threadId_fkey" FOREIGN KEY ("threadId") REFERENCES "CommentThread"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "PaperFile" ADD CONSTRAINT "PaperFile_paperId_fkey" FOREIGN KEY ("paperId") REFERENCES "Paper"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "BibliographySource" ADD CONSTRAINT "BibliographySource_paperId_fkey" FOREIGN KEY ("paperId") REFERENCES "Paper"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "BracketPreference" ADD CONSTRAINT "BracketPreference_paperId_fkey" FOREIGN KEY ("paperId") REFERENCES "Paper"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "SectionTranslation" ADD CONSTRAINT "SectionTranslation_editionId_fkey" FOREIGN KEY ("editionId") REFERENCES "Edition"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "EditionVisit" ADD CONSTRAINT "EditionVisit_editionId_fkey" FOREIGN KEY ("editionId") REFERENCES "Edition"("id") ON DELETE CASCADE ON UPDATE CASCADE;
