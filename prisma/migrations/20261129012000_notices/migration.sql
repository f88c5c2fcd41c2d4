-- CreateTable
CREATE TABLE "ReaderPosition" (
    "reader" TEXT NOT NULL,
    "seq" BIGINT,
    "day" TEXT,

    CONSTRAINT "ReaderPosition_pkey" PRIMARY KEY ("reader")
);

-- CreateTable
CREATE TABLE "Notification" (
    "seq" BIGSERIAL NOT NULL,
    "personId" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "subjectKind" TEXT NOT NULL,
    "subjectId" TEXT NOT NULL,
    "told" TEXT NOT NULL,
    "eventSeq" BIGINT,
    "detail" JSONB NOT NULL DEFAULT '{}',
    "actorId" TEXT,
    "channel" TEXT NOT NULL,
    "at" TIMESTAMP(3) NOT NULL,
    "readAt" TIMESTAMP(3),
    "doneAt" TIMESTAMP(3),
    "mailedAt" TIMESTAMP(3),

    CONSTRAINT "Notification_pkey" PRIMARY KEY ("seq")
);

-- CreateTable
CREATE TABLE "NotificationSettings" (
    "personId" TEXT NOT NULL,
    "channels" JSONB NOT NULL DEFAULT '{}',
    "digestHour" INTEGER NOT NULL,
    "quietFrom" TEXT,
    "quietUntil" TEXT,

    CONSTRAINT "NotificationSettings_pkey" PRIMARY KEY ("personId")
);

-- CreateTable
CREATE TABLE "NotificationDigest" (
    "personId" TEXT NOT NULL,
    "day" TEXT NOT NULL,

    CONSTRAINT "NotificationDigest_pkey" PRIMARY KEY ("personId")
);

-- CreateTable
CREATE TABLE "EscalationRule" (
    "centreId" TEXT NOT NULL,
    "overdueToLead" INTEGER,
    "overdueToOffice" INTEGER,
    "blockedToLead" INTEGER,
    "blockedToOffice" INTEGER,
    "version" INTEGER NOT NULL DEFAULT 1,
    "updatedById" TEXT NOT NULL,
    "updatedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "EscalationRule_pkey" PRIMARY KEY ("centreId")
);

-- CreateIndex
CREATE INDEX "Notification_personId_doneAt_seq_idx" ON "Notification"("personId", "doneAt", "seq");

-- CreateIndex
CREATE INDEX "Notification_channel_mailedAt_idx" ON "Notification"("channel", "mailedAt");

-- CreateIndex
CREATE INDEX "Notification_subjectId_told_idx" ON "Notification"("subjectId", "told");

-- CreateIndex
CREATE INDEX "Notification_at_idx" ON "Notification"("at");

-- CreateIndex
CREATE UNIQUE INDEX "Notification_personId_subjectKind_subjectId_told_key" ON "Notification"("personId", "subjectKind", "subjectId", "told");
