-- AlterTable
ALTER TABLE "Session" ADD COLUMN "previousId" TEXT;
ALTER TABLE "Session" ADD COLUMN "previousIdUntil" DATETIME;

-- CreateIndex
CREATE INDEX "Session_previousId_idx" ON "Session"("previousId");
