-- Fractional ranks are compared as bytes: a language's collation would mix upper and lower case.
ALTER TABLE "ActionItem" ALTER COLUMN "rank" TYPE TEXT COLLATE "C";
