-- CreateTable
CREATE TABLE "InstagramApp" (
    "clientId" TEXT NOT NULL PRIMARY KEY,
    "pausedUntil" DATETIME,
    "pauses" INTEGER NOT NULL DEFAULT 0,
    "lastPausedAt" DATETIME,
    "slowUntil" DATETIME,
    "faultSince" DATETIME,
    "faultKind" TEXT,
    "faultReason" TEXT,
    "faultMessage" TEXT,
    "faultCode" INTEGER,
    "faultProbeAt" DATETIME,
    "faultToldAt" DATETIME,
    "faultEndedAt" DATETIME
);

-- CreateTable
CREATE TABLE "SchedulerRun" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "trigger" TEXT NOT NULL,
    "startedAt" DATETIME NOT NULL,
    "beatAt" DATETIME NOT NULL,
    "endedAt" DATETIME,
    "renewed" INTEGER NOT NULL DEFAULT 0,
    "failed" INTEGER NOT NULL DEFAULT 0,
    "skipped" INTEGER NOT NULL DEFAULT 0,
    "checked" INTEGER NOT NULL DEFAULT 0,
    "noticed" INTEGER NOT NULL DEFAULT 0,
    "oldestOverdueAt" DATETIME
);

-- CreateTable
CREATE TABLE "NoticeChannel" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "kind" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "sealedTarget" TEXT NOT NULL,
    "targetHint" TEXT NOT NULL,
    "sealedSecret" TEXT,
    "events" TEXT NOT NULL,
    "enabled" BOOLEAN NOT NULL DEFAULT true,
    "createdAt" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "Notice" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "key" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "accountId" TEXT,
    "at" DATETIME NOT NULL,
    "detail" TEXT NOT NULL,
    "dispatchedAt" DATETIME,
    CONSTRAINT "Notice_accountId_fkey" FOREIGN KEY ("accountId") REFERENCES "ConnectedAccount" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "NoticeDelivery" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "channelId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "message" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "createdAt" DATETIME NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "nextAttemptAt" DATETIME,
    "sentAt" DATETIME,
    "lastError" TEXT,
    CONSTRAINT "NoticeDelivery_channelId_fkey" FOREIGN KEY ("channelId") REFERENCES "NoticeChannel" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "FeedLink" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "kind" TEXT NOT NULL,
    "secretHash" TEXT NOT NULL,
    "accountId" TEXT,
    "createdAt" DATETIME NOT NULL,
    "createdBy" TEXT NOT NULL,
    CONSTRAINT "FeedLink_accountId_fkey" FOREIGN KEY ("accountId") REFERENCES "ConnectedAccount" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- RedefineTables
PRAGMA defer_foreign_keys=ON;
PRAGMA foreign_keys=OFF;
CREATE TABLE "new_AccountEvent" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "accountId" TEXT,
    "at" DATETIME NOT NULL,
    "kind" TEXT NOT NULL,
    "actorId" TEXT,
    "actorName" TEXT,
    "tokenVersion" INTEGER NOT NULL,
    "expiresBefore" DATETIME,
    "expiresAfter" DATETIME,
    "durationMillis" INTEGER,
    "failureKind" TEXT,
    "reason" TEXT,
    "code" INTEGER,
    "subcode" INTEGER,
    "message" TEXT,
    "detail" TEXT,
    CONSTRAINT "AccountEvent_accountId_fkey" FOREIGN KEY ("accountId") REFERENCES "ConnectedAccount" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);
INSERT INTO "new_AccountEvent" ("accountId", "actorId", "actorName", "at", "code", "detail", "durationMillis", "expiresAfter", "expiresBefore", "failureKind", "id", "kind", "message", "reason", "subcode", "tokenVersion") SELECT "accountId", "actorId", "actorName", "at", "code", "detail", "durationMillis", "expiresAfter", "expiresBefore", "failureKind", "id", "kind", "message", "reason", "subcode", "tokenVersion" FROM "AccountEvent";
DROP TABLE "AccountEvent";
ALTER TABLE "new_AccountEvent" RENAME TO "AccountEvent";
CREATE INDEX "AccountEvent_accountId_at_id_idx" ON "AccountEvent"("accountId", "at", "id");
CREATE INDEX "AccountEvent_at_id_idx" ON "AccountEvent"("at", "id");
CREATE INDEX "AccountEvent_kind_at_id_idx" ON "AccountEvent"("kind", "at", "id");
CREATE INDEX "AccountEvent_actorId_at_id_idx" ON "AccountEvent"("actorId", "at", "id");
CREATE TABLE "new_ConnectedAccount" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "instagramUserId" TEXT NOT NULL,
    "appScopedId" TEXT,
    "username" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "accountType" TEXT NOT NULL,
    "followersCount" INTEGER,
    "label" TEXT NOT NULL,
    "searchText" TEXT NOT NULL,
    "scopes" TEXT NOT NULL,
    "missingScopes" TEXT NOT NULL,
    "connectedAt" DATETIME NOT NULL,
    "disconnectedAt" DATETIME,
    "tokenVersion" INTEGER NOT NULL,
    "issuedAt" DATETIME NOT NULL,
    "issuedAtAssumed" BOOLEAN NOT NULL,
    "expiresAt" DATETIME NOT NULL,
    "expiryAssumed" BOOLEAN NOT NULL,
    "verdict" TEXT,
    "verdictReason" TEXT,
    "verdictAt" DATETIME,
    "lastCheckedAt" DATETIME,
    "lastCheckOutcome" TEXT,
    "lastRenewedAt" DATETIME,
    "lastFailedAt" DATETIME,
    "failedAttempts" INTEGER NOT NULL,
    "failureKind" TEXT,
    "failureReason" TEXT,
    "leaseId" TEXT,
    "leaseExpiresAt" DATETIME,
    "pictureUrl" TEXT,
    "autoRenew" BOOLEAN NOT NULL DEFAULT true,
    "failingSince" DATETIME,
    "failingToldAt" DATETIME,
    "suspectedAt" DATETIME,
    "suspectedReason" TEXT,
    "suspicionProbes" INTEGER NOT NULL DEFAULT 0,
    "lastAnswer" TEXT,
    "lastAnsweredAt" DATETIME,
    "urgency" INTEGER NOT NULL DEFAULT 1,
    "nextAttemptAt" DATETIME,
    "nextCheckAt" DATETIME,
    "nextNoticeAt" DATETIME
);
INSERT INTO "new_ConnectedAccount" ("accountType", "appScopedId", "connectedAt", "disconnectedAt", "expiresAt", "expiryAssumed", "failedAttempts", "failureKind", "failureReason", "followersCount", "id", "instagramUserId", "issuedAt", "issuedAtAssumed", "label", "lastCheckOutcome", "lastCheckedAt", "lastFailedAt", "lastRenewedAt", "leaseExpiresAt", "leaseId", "missingScopes", "name", "scopes", "searchText", "tokenVersion", "username", "verdict", "verdictAt", "verdictReason") SELECT "accountType", "appScopedId", "connectedAt", "disconnectedAt", "expiresAt", "expiryAssumed", "failedAttempts", "failureKind", "failureReason", "followersCount", "id", "instagramUserId", "issuedAt", "issuedAtAssumed", "label", "lastCheckOutcome", "lastCheckedAt", "lastFailedAt", "lastRenewedAt", "leaseExpiresAt", "leaseId", "missingScopes", "name", "scopes", "searchText", "tokenVersion", "username", "verdict", "verdictAt", "verdictReason" FROM "ConnectedAccount";
DROP TABLE "ConnectedAccount";
ALTER TABLE "new_ConnectedAccount" RENAME TO "ConnectedAccount";
CREATE UNIQUE INDEX "ConnectedAccount_instagramUserId_key" ON "ConnectedAccount"("instagramUserId");
CREATE INDEX "ConnectedAccount_nextAttemptAt_idx" ON "ConnectedAccount"("nextAttemptAt");
CREATE INDEX "ConnectedAccount_nextCheckAt_idx" ON "ConnectedAccount"("nextCheckAt");
CREATE INDEX "ConnectedAccount_nextNoticeAt_idx" ON "ConnectedAccount"("nextNoticeAt");
CREATE INDEX "ConnectedAccount_lastAnsweredAt_lastAnswer_idx" ON "ConnectedAccount"("lastAnsweredAt", "lastAnswer");
CREATE INDEX "ConnectedAccount_disconnectedAt_urgency_expiresAt_id_idx" ON "ConnectedAccount"("disconnectedAt", "urgency", "expiresAt", "id");
CREATE INDEX "ConnectedAccount_disconnectedAt_verdict_expiresAt_issuedAt_idx" ON "ConnectedAccount"("disconnectedAt", "verdict", "expiresAt", "issuedAt");
CREATE INDEX "ConnectedAccount_disconnectedAt_expiresAt_id_idx" ON "ConnectedAccount"("disconnectedAt", "expiresAt", "id");
CREATE INDEX "ConnectedAccount_disconnectedAt_username_id_idx" ON "ConnectedAccount"("disconnectedAt", "username", "id");
CREATE INDEX "ConnectedAccount_disconnectedAt_lastRenewedAt_id_idx" ON "ConnectedAccount"("disconnectedAt", "lastRenewedAt", "id");
CREATE INDEX "ConnectedAccount_disconnectedAt_label_idx" ON "ConnectedAccount"("disconnectedAt", "label");
PRAGMA foreign_keys=ON;
PRAGMA defer_foreign_keys=OFF;

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

-- What is connected already is looked at by the first run, which then plans each account's next dates.
UPDATE "ConnectedAccount" SET "nextAttemptAt" = "connectedAt", "nextCheckAt" = "connectedAt" WHERE "disconnectedAt" IS NULL;
UPDATE "ConnectedAccount" SET "urgency" = 0 WHERE "verdict" IS NOT NULL OR "failedAttempts" > 0;
