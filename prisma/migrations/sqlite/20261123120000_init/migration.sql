-- CreateTable
CREATE TABLE "User" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "email" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "passwordHash" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "createdAt" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "Session" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "userId" TEXT NOT NULL,
    "createdAt" DATETIME NOT NULL,
    "lastSeenAt" DATETIME NOT NULL,
    "expiresAt" DATETIME NOT NULL,
    "userAgent" TEXT NOT NULL,
    CONSTRAINT "Session_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "SignInThrottle" (
    "key" TEXT NOT NULL PRIMARY KEY,
    "failures" INTEGER NOT NULL,
    "lastFailedAt" DATETIME NOT NULL,
    "blockedUntil" DATETIME
);

-- CreateTable
CREATE TABLE "ConnectedAccount" (
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
    "leaseExpiresAt" DATETIME
);

-- CreateTable
CREATE TABLE "AccountToken" (
    "accountId" TEXT NOT NULL PRIMARY KEY,
    "version" INTEGER NOT NULL,
    "sealed" TEXT NOT NULL,
    "previousSealed" TEXT,
    "previousIssuedAt" DATETIME,
    "previousExpiresAt" DATETIME,
    "previousExpiryAssumed" BOOLEAN,
    "storedAt" DATETIME NOT NULL,
    CONSTRAINT "AccountToken_accountId_fkey" FOREIGN KEY ("accountId") REFERENCES "ConnectedAccount" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "AccountEvent" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "accountId" TEXT NOT NULL,
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

-- CreateTable
CREATE TABLE "ConnectFlow" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "stateHash" TEXT NOT NULL,
    "sessionId" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "reconnectAccountId" TEXT,
    "createdAt" DATETIME NOT NULL,
    "expiresAt" DATETIME NOT NULL,
    "redeemedAt" DATETIME,
    "finishedAt" DATETIME,
    "outcome" TEXT,
    "accountId" TEXT,
    "detail" TEXT,
    CONSTRAINT "ConnectFlow_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "BatchRun" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "kind" TEXT NOT NULL,
    "startedById" TEXT,
    "startedByName" TEXT NOT NULL,
    "createdAt" DATETIME NOT NULL,
    "finishedAt" DATETIME,
    "total" INTEGER NOT NULL,
    "leaseId" TEXT,
    "leaseExpiresAt" DATETIME
);

-- CreateTable
CREATE TABLE "BatchItem" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "runId" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "accountId" TEXT,
    "subject" TEXT NOT NULL,
    "sealedInput" TEXT,
    "state" TEXT NOT NULL,
    "reason" TEXT,
    "message" TEXT,
    "finishedAt" DATETIME,
    CONSTRAINT "BatchItem_runId_fkey" FOREIGN KEY ("runId") REFERENCES "BatchRun" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "KeyCanary" (
    "keyId" TEXT NOT NULL PRIMARY KEY,
    "sealed" TEXT NOT NULL,
    "createdAt" DATETIME NOT NULL
);

-- CreateIndex
CREATE UNIQUE INDEX "User_email_key" ON "User"("email");

-- CreateIndex
CREATE INDEX "Session_userId_idx" ON "Session"("userId");

-- CreateIndex
CREATE INDEX "Session_expiresAt_idx" ON "Session"("expiresAt");

-- CreateIndex
CREATE INDEX "SignInThrottle_lastFailedAt_idx" ON "SignInThrottle"("lastFailedAt");

-- CreateIndex
CREATE UNIQUE INDEX "ConnectedAccount_instagramUserId_key" ON "ConnectedAccount"("instagramUserId");

-- CreateIndex
CREATE INDEX "ConnectedAccount_disconnectedAt_verdict_expiresAt_issuedAt_idx" ON "ConnectedAccount"("disconnectedAt", "verdict", "expiresAt", "issuedAt");

-- CreateIndex
CREATE INDEX "ConnectedAccount_disconnectedAt_expiresAt_id_idx" ON "ConnectedAccount"("disconnectedAt", "expiresAt", "id");

-- CreateIndex
CREATE INDEX "ConnectedAccount_disconnectedAt_username_id_idx" ON "ConnectedAccount"("disconnectedAt", "username", "id");

-- CreateIndex
CREATE INDEX "ConnectedAccount_disconnectedAt_lastRenewedAt_id_idx" ON "ConnectedAccount"("disconnectedAt", "lastRenewedAt", "id");

-- CreateIndex
CREATE INDEX "ConnectedAccount_disconnectedAt_label_idx" ON "ConnectedAccount"("disconnectedAt", "label");

-- CreateIndex
CREATE INDEX "AccountEvent_accountId_at_id_idx" ON "AccountEvent"("accountId", "at", "id");

-- CreateIndex
CREATE UNIQUE INDEX "ConnectFlow_stateHash_key" ON "ConnectFlow"("stateHash");

-- CreateIndex
CREATE INDEX "ConnectFlow_createdAt_idx" ON "ConnectFlow"("createdAt");

-- CreateIndex
CREATE INDEX "BatchRun_finishedAt_createdAt_idx" ON "BatchRun"("finishedAt", "createdAt");

-- CreateIndex
CREATE INDEX "BatchItem_runId_state_idx" ON "BatchItem"("runId", "state");

-- CreateIndex
CREATE UNIQUE INDEX "BatchItem_runId_position_key" ON "BatchItem"("runId", "position");
