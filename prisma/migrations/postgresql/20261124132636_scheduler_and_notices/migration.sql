-- AlterTable
ALTER TABLE "AccountEvent" ALTER COLUMN "accountId" DROP NOT NULL;

-- AlterTable
ALTER TABLE "ConnectedAccount" ADD COLUMN     "autoRenew" BOOLEAN NOT NULL DEFAULT true,
ADD COLUMN     "failingSince" TIMESTAMP(3),
ADD COLUMN     "failingToldAt" TIMESTAMP(3),
ADD COLUMN     "lastAnswer" TEXT,
ADD COLUMN     "lastAnsweredAt" TIMESTAMP(3),
ADD COLUMN     "nextAttemptAt" TIMESTAMP(3),
ADD COLUMN     "nextCheckAt" TIMESTAMP(3),
ADD COLUMN     "nextNoticeAt" TIMESTAMP(3),
ADD COLUMN     "pictureUrl" TEXT,
ADD COLUMN     "suspectedAt" TIMESTAMP(3),
ADD COLUMN     "suspectedReason" TEXT,
ADD COLUMN     "suspicionProbes" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "urgency" INTEGER NOT NULL DEFAULT 1;

-- CreateTable
CREATE TABLE "InstagramApp" (
    "clientId" TEXT NOT NULL,
    "pausedUntil" TIMESTAMP(3),
    "pauses" INTEGER NOT NULL DEFAULT 0,
    "lastPausedAt" TIMESTAMP(3),
    "slowUntil" TIMESTAMP(3),
    "faultSince" TIMESTAMP(3),
    "faultKind" TEXT,
    "faultReason" TEXT,
    "faultMessage" TEXT,
    "faultCode" INTEGER,
    "faultProbeAt" TIMESTAMP(3),
    "faultToldAt" TIMESTAMP(3),
    "faultEndedAt" TIMESTAMP(3),

    CONSTRAINT "InstagramApp_pkey" PRIMARY KEY ("clientId")
);

-- CreateTable
CREATE TABLE "SchedulerRun" (
    "id" TEXT NOT NULL,
    "trigger" TEXT NOT NULL,
    "startedAt" TIMESTAMP(3) NOT NULL,
    "beatAt" TIMESTAMP(3) NOT NULL,
    "endedAt" TIMESTAMP(3),
    "renewed" INTEGER NOT NULL DEFAULT 0,
    "failed" INTEGER NOT NULL DEFAULT 0,
    "skipped" INTEGER NOT NULL DEFAULT 0,
    "checked" INTEGER NOT NULL DEFAULT 0,
    "noticed" INTEGER NOT NULL DEFAULT 0,
    "oldestOverdueAt" TIMESTAMP(3),

    CONSTRAINT "SchedulerRun_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "NoticeChannel" (
    "id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "sealedTarget" TEXT NOT NULL,
    "targetHint" TEXT NOT NULL,
    "sealedSecret" TEXT,
    "events" TEXT NOT NULL,
    "enabled" BOOLEAN NOT NULL DEFAULT true,
    "createdAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "NoticeChannel_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Notice" (
    "id" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "accountId" TEXT,
    "at" TIMESTAMP(3) NOT NULL,
    "detail" TEXT NOT NULL,
    "dispatchedAt" TIMESTAMP(3),

    CONSTRAINT "Notice_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "NoticeDelivery" (
    "id" TEXT NOT NULL,
    "channelId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "message" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "nextAttemptAt" TIMESTAMP(3),
    "sentAt" TIMESTAMP(3),
    "lastError" TEXT,

    CONSTRAINT "NoticeDelivery_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "FeedLink" (
    "id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "secretHash" TEXT NOT NULL,
    "accountId" TEXT,
    "createdAt" TIMESTAMP(3) NOT NULL,
    "createdBy" TEXT NOT NULL,

    CONSTRAINT "FeedLink_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "SchedulerRun_beatAt_idx" ON "SchedulerRun"("beatAt");

-- CreateIndex
CREATE UNIQUE INDEX "Notice_key_key" ON "Notice"("key");

-- CreateIndex
CREATE INDEX "Notice_dispatchedAt_at_idx" ON "Notice"("dispatchedAt", "at");

-- CreateIndex
CREATE INDEX "Notice_accountId_idx" ON "Notice"("accountId");

-- CreateIndex
CREATE INDEX "NoticeDelivery_nextAttemptAt_idx" ON "NoticeDelivery"("nextAttemptAt");

-- CreateIndex
CREATE INDEX "NoticeDelivery_channelId_createdAt_idx" ON "NoticeDelivery"("channelId", "createdAt");

-- CreateIndex
CREATE INDEX "NoticeDelivery_createdAt_idx" ON "NoticeDelivery"("createdAt");

-- CreateIndex
CREATE UNIQUE INDEX "FeedLink_secretHash_key" ON "FeedLink"("secretHash");

-- CreateIndex
CREATE INDEX "FeedLink_kind_accountId_idx" ON "FeedLink"("kind", "accountId");

-- CreateIndex
CREATE INDEX "AccountEvent_at_id_idx" ON "AccountEvent"("at", "id");

-- CreateIndex
CREATE INDEX "AccountEvent_kind_at_id_idx" ON "AccountEvent"("kind", "at", "id");

-- CreateIndex
CREATE INDEX "AccountEvent_actorId_at_id_idx" ON "AccountEvent"("actorId", "at", "id");

-- CreateIndex
CREATE INDEX "ConnectedAccount_nextAttemptAt_idx" ON "ConnectedAccount"("nextAttemptAt");

-- CreateIndex
CREATE INDEX "ConnectedAccount_nextCheckAt_idx" ON "ConnectedAccount"("nextCheckAt");

-- CreateIndex
CREATE INDEX "ConnectedAccount_nextNoticeAt_idx" ON "ConnectedAccount"("nextNoticeAt");

-- CreateIndex
CREATE INDEX "ConnectedAccount_lastAnsweredAt_lastAnswer_idx" ON "ConnectedAccount"("lastAnsweredAt", "lastAnswer");

-- CreateIndex
CREATE INDEX "ConnectedAccount_disconnectedAt_urgency_expiresAt_id_idx" ON "ConnectedAccount"("disconnectedAt", "urgency", "expiresAt", "id");

-- AddForeignKey
ALTER TABLE "Notice" ADD CONSTRAINT "Notice_accountId_fkey" FOREIGN KEY ("accountId") REFERENCES "ConnectedAccount"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "NoticeDelivery" ADD CONSTRAINT "NoticeDelivery_channelId_fkey" FOREIGN KEY ("channelId") REFERENCES "NoticeChannel"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "FeedLink" ADD CONSTRAINT "FeedLink_accountId_fkey" FOREIGN KEY ("accountId") REFERENCES "ConnectedAccount"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What is connected already is looked at by the first run, which then plans each account's next dates.
UPDATE "ConnectedAccount" SET "nextAttemptAt" = "connectedAt", "nextCheckAt" = "connectedAt" WHERE "disconnectedAt" IS NULL;
UPDATE "ConnectedAccount" SET "urgency" = 0 WHERE "verdict" IS NOT NULL OR "failedAttempts" > 0;
