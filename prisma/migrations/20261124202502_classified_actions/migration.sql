-- AlterTable
ALTER TABLE "ActionItem" ADD COLUMN     "classification" TEXT NOT NULL DEFAULT 'unclassified';
