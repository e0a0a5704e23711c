-- AlterTable
ALTER TABLE "Session" ADD COLUMN     "previousId" TEXT,
ADD COLUMN     "previousIdUntil" TIMESTAMP(3);

-- CreateIndex
CREATE INDEX "Session_previousId_idx" ON "Session"("previousId");
