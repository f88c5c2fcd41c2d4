-- AlterTable
ALTER TABLE "EditionSnapshot" DROP COLUMN "throughId";

-- CreateTable
CREATE TABLE "EditionDeletion" (
    "editionId" TEXT NOT NULL,
    "personId" TEXT NOT NULL,
    "ranges" BYTEA NOT NULL,

    CONSTRAINT "EditionDeletion_pkey" PRIMARY KEY ("editionId","personId")
);
