-- CreateTable
CREATE TABLE "User" (
    "id" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "passwordHash" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "User_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Session" (
    "id" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL,
    "lastSeenAt" TIMESTAMP(3) NOT NULL,
    "expiresAt" TIMESTAMP(3) NOT NULL,
    "userAgent" TEXT NOT NULL,

    CONSTRAINT "Session_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "SignInThrottle" (
    "key" TEXT NOT NULL,
    "failures" INTEGER NOT NULL,
    "lastFailedAt" TIMESTAMP(3) NOT NULL,
    "blockedUntil" TIMESTAMP(3),

    CONSTRAINT "SignInThrottle_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "ConnectedAccount" (
    "id" TEXT NOT NULL,
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
    "connectedAt" TIMESTAMP(3) NOT NULL,
    "disconnectedAt" TIMESTAMP(3),
    "tokenVersion" INTEGER NOT NULL,
    "issuedAt" TIMESTAMP(3) NOT NULL,
    "issuedAtAssumed" BOOLEAN NOT NULL,
    "expiresAt" TIMESTAMP(3) NOT NULL,
    "expiryAssumed" BOOLEAN NOT NULL,
    "verdict" TEXT,
    "verdictReason" TEXT,
    "verdictAt" TIMESTAMP(3),
    "lastCheckedAt" TIMESTAMP(3),
    "lastCheckOutcome" TEXT,
    "lastRenewedAt" TIMESTAMP(3),
    "lastFailedAt" TIMESTAMP(3),
    "failedAttempts" INTEGER NOT NULL,
    "failureKind" TEXT,
    "failureReason" TEXT,
    "leaseId" TEXT,
    "leaseExpiresAt" TIMESTAMP(3),

    CONSTRAINT "ConnectedAccount_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "AccountToken" (
    "accountId" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "sealed" TEXT NOT NULL,
    "previousSealed" TEXT,
    "previousIssuedAt" TIMESTAMP(3),
    "previousExpiresAt" TIMESTAMP(3),
    "previousExpiryAssumed" BOOLEAN,
    "storedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "AccountToken_pkey" PRIMARY KEY ("accountId")
);

-- CreateTable
CREATE TABLE "AccountEvent" (
    "id" TEXT NOT NULL,
    "accountId" TEXT NOT NULL,
    "at" TIMESTAMP(3) NOT NULL,
    "kind" TEXT NOT NULL,
    "actorId" TEXT,
    "actorName" TEXT,
    "tokenVersion" INTEGER NOT NULL,
    "expiresBefore" TIMESTAMP(3),
    "expiresAfter" TIMESTAMP(3),
    "durationMillis" INTEGER,
    "failureKind" TEXT,
    "reason" TEXT,
    "code" INTEGER,
    "subcode" INTEGER,
    "message" TEXT,
    "detail" TEXT,

    CONSTRAINT "AccountEvent_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ConnectFlow" (
    "id" TEXT NOT NULL,
    "stateHash" TEXT NOT NULL,
    "sessionId" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "reconnectAccountId" TEXT,
    "createdAt" TIMESTAMP(3) NOT NULL,
    "expiresAt" TIMESTAMP(3) NOT NULL,
    "redeemedAt" TIMESTAMP(3),
    "finishedAt" TIMESTAMP(3),
    "outcome" TEXT,
    "accountId" TEXT,
    "detail" TEXT,

    CONSTRAINT "ConnectFlow_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "BatchRun" (
    "id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "startedById" TEXT,
    "startedByName" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL,
    "finishedAt" TIMESTAMP(3),
    "total" INTEGER NOT NULL,
    "leaseId" TEXT,
    "leaseExpiresAt" TIMESTAMP(3),

    CONSTRAINT "BatchRun_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "BatchItem" (
    "id" TEXT NOT NULL,
    "runId" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "accountId" TEXT,
    "subject" TEXT NOT NULL,
    "sealedInput" TEXT,
    "state" TEXT NOT NULL,
    "reason" TEXT,
    "message" TEXT,
    "finishedAt" TIMESTAMP(3),

    CONSTRAINT "BatchItem_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "KeyCanary" (
    "keyId" TEXT NOT NULL,
    "sealed" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "KeyCanary_pkey" PRIMARY KEY ("keyId")
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

-- AddForeignKey
ALTER TABLE "Session" ADD CONSTRAINT "Session_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "AccountToken" ADD CONSTRAINT "AccountToken_accountId_fkey" FOREIGN KEY ("accountId") REFERENCES "ConnectedAccount"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "AccountEvent" ADD CONSTRAINT "AccountEvent_accountId_fkey" FOREIGN KEY ("accountId") REFERENCES "ConnectedAccount"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ConnectFlow" ADD CONSTRAINT "ConnectFlow_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "BatchItem" ADD CONSTRAINT "BatchItem_runId_fkey" FOREIGN KEY ("runId") REFERENCES "BatchRun"("id") ON DELETE CASCADE ON UPDATE CASCADE;
