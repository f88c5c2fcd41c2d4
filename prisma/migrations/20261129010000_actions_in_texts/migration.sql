-- Whether the text of its paper still names an action item.
ALTER TABLE "ActionItem" ADD COLUMN "textPlace" TEXT NOT NULL DEFAULT 'none';
