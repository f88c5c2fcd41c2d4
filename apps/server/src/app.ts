/** The composition root: makes every part of the server and ties them together. */
import { createServer, type Server } from "node:http";
import { fileURLToPath } from "node:url";
import { colourOf } from "@istmo/contracts";
import { bodyFragment, TextGuard } from "@istmo/paper-schema";
import { RoomRegistry } from "@istmo/sync";
import compression from "compression";
import express from "express";
import { pinoHttp } from "pino-http";
import { openCollabGateway, type CollabGrant } from "./collab/collab-gateway.ts";
import { describeCollab } from "./collab/collab.routes.ts";
import { openPack } from "./collab/deflate-pack.ts";
import { BusRoomRelay } from "./collab/bus-room-relay.ts";
import { followAccess } from "./collab/follow-access.ts";
import { PgPaperStore } from "./collab/pg-paper-store.ts";
import { realtimeClock } from "./collab/realtime-clock.ts";
import { openVoucher } from "./collab/session-voucher.ts";
import type { Config } from "./config/config.ts";
import { actionDocumentAccess, whoHearsOfAction } from "./features/actions/actions.queries.ts";
import { createActionViews } from "./features/action-views/create-action-views.ts";
import {
  calendarFeedRoutes,
  calendarRouter,
} from "./features/calendar-feed/calendar-feed.routes.ts";
import { CalendarFeedService } from "./features/calendar-feed/calendar-feed.service.ts";
import { createActions } from "./features/actions/create-actions.ts";
import { watchActionsInTexts } from "./features/actions/watch-actions-in-texts.ts";
import { AuditRepository } from "./features/audit/audit.repository.ts";
import { auditRoutes } from "./features/audit/audit.routes.ts";
import { AuditService } from "./features/audit/audit.service.ts";
import { RefusalRecord } from "./features/audit/refusal-record.ts";
import { deviceKeysRoutes } from "./features/device-keys/device-keys.routes.ts";
import { deskRoutes } from "./features/desk/desk.routes.ts";
import { DeskService } from "./features/desk/desk.service.ts";
import { DeviceKeysService } from "./features/device-keys/device-keys.service.ts";
import { ActivityRepository } from "./features/activity/activity.repository.ts";
import { activityRoutes } from "./features/activity/activity.routes.ts";
import { ActivityService } from "./features/activity/activity.service.ts";
import { BracketsRepository } from "./features/brackets/brackets.repository.ts";
import { bracketsRoutes } from "./features/brackets/brackets.routes.ts";
import { BracketsService } from "./features/brackets/brackets.service.ts";
import { CentresRepository } from "./features/centres/centres.repository.ts";
import { centresRoutes } from "./features/centres/centres.routes.ts";
import { createClearance } from "./features/clearance/create-clearance.ts";
import { commitmentDocumentAccess } from "./features/commitments/commitments.queries.ts";
import { CommitmentsRepository } from "./features/commitments/commitments.repository.ts";
import { commitmentsRoutes } from "./features/commitments/commitments.routes.ts";
import { CommitmentsService } from "./features/commitments/commitments.service.ts";
import { createComments } from "./features/comments/create-comments.ts";
import { DocumentsRepository } from "./features/documents/documents.repository.ts";
import { documentsRoutes } from "./features/documents/documents.routes.ts";
import { DocumentsService } from "./features/documents/documents.service.ts";
import { FilesRepository } from "./features/files/files.repository.ts";
import { filesRoutes } from "./features/files/files.routes.ts";
import { FilesService } from "./features/files/files.service.ts";
import { openPictureMaker } from "./features/files/picture-maker.ts";
import { describeSite } from "./features/identity/demo-accounts.ts";
import { centreCodeOf } from "./features/identity/identity.queries.ts";
import { IdentityRepository } from "./features/identity/identity.repository.ts";
import { identityRoutes } from "./features/identity/identity.routes.ts";
import { OutboxRepository } from "./features/mail/outbox.repository.ts";
import { outboxRoutes } from "./features/mail/outbox.routes.ts";
import { authorshipRoutes } from "./features/papers/authorship.routes.ts";
import { AuthorshipService } from "./features/papers/authorship.service.ts";
import { exportRoutes } from "./features/papers/export.routes.ts";
import { ExportService } from "./features/papers/export.service.ts";
import { PaperAccessRepository } from "./features/papers/paper-access.repository.ts";
import { paperAccessRoutes } from "./features/papers/paper-access.routes.ts";
import { PaperAccessService } from "./features/papers/paper-access.service.ts";
import { PapersRepository } from "./features/papers/papers.repository.ts";
import { papersRoutes } from "./features/papers/papers.routes.ts";
import { PapersService } from "./features/papers/papers.service.ts";
import { findEditionAccess, findPaperFacts } from "./features/papers/papers.queries.ts";
import { ReadingRecord } from "./features/papers/reading-record.ts";
import { SectionOwnersRepository } from "./features/papers/section-owners.repository.ts";
import { sectionOwnersRoutes } from "./features/papers/section-owners.routes.ts";
import { SectionOwnersService } from "./features/papers/section-owners.service.ts";
import { createTranslations } from "./features/translations/create-translations.ts";
import { createPeople } from "./features/people/create-people.ts";
import { createVersions } from "./features/versions/create-versions.ts";
import { VisitsRepository } from "./features/visits/visits.repository.ts";
import { visitsRoutes } from "./features/visits/visits.routes.ts";
import { VisitsService } from "./features/visits/visits.service.ts";
import { createWaysIn } from "./features/sign-in/create-ways-in.ts";
import { createNotifications } from "./features/notifications/create-notifications.ts";
import { createSignIn } from "./features/sign-in/create-sign-in.ts";
import { mySecurityRoutes } from "./features/sign-in/my-security.routes.ts";
import { canHoldPasskeys, ownAddress } from "./features/sign-in/own-address.ts";
import { isWeakPassword } from "./features/sign-in/password-policy.ts";
import { answerAdmitted, describeSignIn, signInRouter } from "./features/sign-in/sign-in.routes.ts";
import { createReviews } from "./features/reviews/create-reviews.ts";
import { SourcesRepository } from "./features/sources/sources.repository.ts";
import { sourcesRoutes } from "./features/sources/sources.routes.ts";
import { SourcesService } from "./features/sources/sources.service.ts";
import { Api } from "./http/api.ts";
import { takeConnectionsInTurns } from "./http/connection-turns.ts";
import { describeHealth, healthRoutes } from "./http/health.ts";
import { compressedAssets, pageRoutes } from "./http/page.ts";
import { errorHandler, notFound } from "./http/problem.ts";
import { originOfUpgrade } from "./http/request-origin.ts";
import { apiLimit, refuseForeignWrites, securityHeaders } from "./http/security.ts";
import { openLiveGateway } from "./live/live-gateway.ts";
import { followAccessCalendar } from "./platform/access-calendar.ts";
import { audiencesOf } from "./platform/audience.ts";
import type { Clock } from "./platform/clock.ts";
import type { Database } from "./platform/database.ts";
import { findChainHead } from "./platform/audit-chain.ts";
import { AuditLog } from "./platform/audit-log.ts";
import { EventLog } from "./platform/event-log.ts";
import type { Logger } from "./platform/logger.ts";
import { MailDelivery } from "./platform/mail-delivery.ts";
import { plainReader } from "./platform/plain-reader.ts";
import { createMetrics } from "./platform/metrics.ts";
import { RedisNodeBus, type NodeBus } from "./platform/node-bus.ts";
import { tellAppends } from "./platform/text-watch.ts";
import { UnitOfWork } from "./platform/unit-of-work.ts";
import { seedDatabase } from "./seed-database.ts";

export interface AppNeeds {
  readonly config: Config;
  readonly database: Database;
  /** Signs the session cookies. */
  readonly sessionSecret: string;
  readonly logger: Logger;
  readonly clock: Clock;
  /** Whether other processes write to the same database; those of a server may. */
  readonly isShared?: boolean;
  /** Folder of the built page. */
  readonly pageFolder?: string;
  /** The script in which pictures are made anew, where it is not the built one. */
  readonly pictureWorker?: URL;
}

export interface App {
  readonly server: Server;
  /** Tells people what concerns them by now, instead of within a minute; for tests that move the clock. */
  readonly tellNow: () => Promise<void>;
  /** What the link for making the first administrator carries; null where there is one. */
  readonly firstAdministratorToken: string | null;
  /** Saves, tells everybody to come back later, and ends. True when every edit was saved. */
  drain(): Promise<boolean>;
}

const builtPage = fileURLToPath(new URL("../../web/dist", import.meta.url));
/** Milliseconds that a stop waits for edits to be saved; the whole stop takes at most ten seconds. */
const drainDeadline = 7000;
/** Milliseconds between deletions of what is kept for repeated requests. */
const forgetEvery = 3_600_000;
/** Milliseconds between looks for what other processes have committed, unless they tell. */
const watchEvery = 250;
const watchEveryWhenTold = 2000;

function openBus({ config, sessionSecret, logger }: AppNeeds): NodeBus | null {
  const { redisUrl: url } = config;
  return url === null ? null : new RedisNodeBus({ url, secret: sessionSecret, logger });
}

/** What one process commits, the others read on at once. */
function shareLog(log: EventLog, bus: NodeBus): void {
  log.tellWith(() => bus.send("log", new Uint8Array()));
  bus.subscribe("log", { message: () => log.hear(), missed: () => log.hear() });
}

/** Seeds what is missing and makes the server; it does not listen yet. */
export async function createApp(needs: AppNeeds): Promise<App> {
  await seedDatabase(needs);
  const { config, database, logger, clock } = needs;
  const { client } = database;
  const isHttps = config.publicOrigin?.startsWith("https:") ?? false;

  const http = express();
  const server = createServer(http);
  takeConnectionsInTurns(server);
  /** Where people open the page, for links in mails: never what a request claims. */
  const ownOrigin = () => {
    const address = server.address();
    const port = typeof address === "object" && address !== null ? address.port : config.port;
    const host = ["0.0.0.0", "::"].includes(config.host) ? "localhost" : config.host;
    return config.publicOrigin ?? `http://${host}:${port}`;
  };

  const log = new EventLog(client, logger);
  await log.start();
  const bus = openBus(needs);
  if (bus !== null) shareLog(log, bus);
  const mails = new MailDelivery({ client, settings: config.mail, clock, logger });
  const unitOfWork = new UnitOfWork(client, log, clock, () => mails.wake());
  const audit = new AuditLog(client);
  const reader = plainReader(database.pool, { isPrepared: config.databaseUrl !== null });
  const signIn = createSignIn({
    client,
    reader,
    unitOfWork,
    audit,
    clock,
    logger,
    secret: needs.sessionSecret,
    isHttps,
    singleSignOn: config.oidc?.name ?? null,
    requiresSecondFactor: config.requiresSecondFactor,
    ownOrigin,
  });
  const { readSession, admission } = signIn;

  const paperStore = new PgPaperStore(database.textPool, {
    isPrepared: config.databaseUrl !== null,
  });
  /** Told of editions whose text has been written on. */
  let tellEdit: (editionId: string, personIds: readonly string[]) => void = () => undefined;
  const rooms = new RoomRegistry({
    store: tellAppends(paperStore, (editionId, personIds) => tellEdit(editionId, personIds)),
    clock: realtimeClock,
    ...(bus !== null && { relay: new BusRoomRelay(bus) }),
    voucher: openVoucher(needs.sessionSecret),
    pack: openPack(),
    guardText: (doc) => new TextGuard(doc, bodyFragment),
    onFault: (error, context) => logger.error({ err: error, ...context }, "co-editing fault"),
  });

  const refusals = new RefusalRecord(audit, clock);
  const api = new Api(
    readSession,
    (command) => unitOfWork.findKept(command),
    (refusal) =>
      refusals
        .add(refusal)
        .catch((error: unknown) => logger.error({ err: error }, "a refusal was not recorded")),
  );
  const identity = new IdentityRepository(client, clock);
  identityRoutes(api, identity, (request) =>
    describeSite(config.isDemo, identity, {
      singleSignOn: config.oidc?.name ?? null,
      passkeys: canHoldPasskeys(ownAddress(request, config.publicOrigin)),
    }),
  );
  mySecurityRoutes(api, signIn.mySecurity);
  const waysIn = createWaysIn({
    ...{ client, unitOfWork, clock, logger, signIn, config, isHttps },
    secret: needs.sessionSecret,
  });
  waysIn.declareRoutes(api);
  centresRoutes(api, new CentresRepository(client), clock);
  const paperRows = new PapersRepository(client, clock);
  const texts = { read: (editionId: string) => rooms.readState(editionId) };
  const readings = new ReadingRecord(audit, clock);
  const versions = createVersions({
    ...{ client, unitOfWork, texts, readings, logger, clock },
    record: paperStore,
  });
  versions.addRoutes(api);
  const papers = new PapersService({
    repository: paperRows,
    ...{ unitOfWork, readings, clock },
    versions: versions.keeper,
  });
  papersRoutes(api, papers);
  const translations = createTranslations({
    ...{ client, unitOfWork, texts, log, logger, clock },
    edit: (editionId, personId, change) => rooms.edit(editionId, personId, change),
    papers: {
      foundEdition: (tx, edition) => paperRows.foundEdition(tx, edition),
      lastEdits: (editionIds) => paperRows.lastEdits(editionIds),
      reread: (tx, paperId, actor) => papers.reread(tx, paperId, actor),
    },
  });
  translations.addRoutes(api);
  const actionsInTexts = watchActionsInTexts({ client, unitOfWork, texts, logger });
  tellEdit = (editionId, personIds) => {
    translations.touched(editionId);
    actionsInTexts.touched(editionId);
    versions.touched(editionId, personIds);
  };
  const paperAccess = new PaperAccessService({
    papers: paperRows,
    repository: new PaperAccessRepository(client),
    reread: (tx, paperId, actor) => papers.reread(tx, paperId, actor),
    unitOfWork,
    clock,
    origin: ownOrigin,
  });
  paperAccessRoutes(api, paperAccess);
  sectionOwnersRoutes(
    api,
    new SectionOwnersService({
      papers: paperRows,
      repository: new SectionOwnersRepository(),
      texts,
      reread: (tx, paperId, actor) => papers.reread(tx, paperId, actor),
      unitOfWork,
    }),
  );
  authorshipRoutes(
    api,
    new AuthorshipService({ papers: paperRows, texts, record: paperStore, clock }),
  );
  exportRoutes(api, new ExportService({ papers: paperRows, unitOfWork, texts, clock }));
  visitsRoutes(api, new VisitsService({ repository: new VisitsRepository(client), clock }));
  bracketsRoutes(
    api,
    new BracketsService({ repository: new BracketsRepository(client), unitOfWork, clock }),
  );
  filesRoutes(
    api,
    new FilesService({
      repository: new FilesRepository(client),
      makePicture: openPictureMaker(needs.pictureWorker),
      ...{ unitOfWork, clock },
    }),
  );
  sourcesRoutes(
    api,
    new SourcesService({ repository: new SourcesRepository(client), unitOfWork, clock }),
  );
  const deviceKeys = new DeviceKeysService({
    secret: needs.sessionSecret,
    findPaper: async (actor, editionId) =>
      (await findEditionAccess(client, actor, { editionId, now: clock.now() }))?.paper ?? null,
  });
  deviceKeysRoutes(api, deviceKeys);
  createActionViews(api, { client, unitOfWork });
  const { actions, ofCommitments, handover, seriesWatch } = createActions(api, {
    ...{ client, reader, unitOfWork, clock, logger },
  });
  const calendars = new CalendarFeedService({ client, unitOfWork, clock });
  calendarFeedRoutes(api, calendars);
  documentsRoutes(
    api,
    new DocumentsService({
      repository: new DocumentsRepository(client),
      accessTo: async (actor, { kind, id }) =>
        kind === "action"
          ? actionDocumentAccess(client, actor, id)
          : commitmentDocumentAccess(client, actor, id),
      ...{ unitOfWork, clock },
    }),
  );
  commitmentsRoutes(
    api,
    new CommitmentsService({
      repository: new CommitmentsRepository(client),
      actions: ofCommitments,
      ...{ unitOfWork, clock },
    }),
  );
  createComments(api, { client, unitOfWork, clock, readings, actions });
  const roundReminders = createReviews(api, {
    ...{ client, unitOfWork, clock, logger, readings, ownOrigin, texts },
    freezer: versions.keeper,
  });
  const clearance = createClearance(api, {
    ...{ client, unitOfWork, clock, logger, readings, ownOrigin },
    freezer: versions.keeper,
    secret: needs.sessionSecret,
  });
  const people = createPeople({
    client,
    unitOfWork,
    clock,
    ownOrigin,
    readSession,
    openWork: [handover],
    sendPasswordReset: (work, person) => signIn.passwordReset.sendWithin(work, person),
    prepareShare: (actor, wanted) => paperAccess.prepareShare(actor, wanted),
    passwords: {
      isWeak: isWeakPassword,
      hash: (ip, password) => signIn.passwords.hash({ key: ip, lane: "stranger" }, password),
    },
    async admit(personId, origin, response) {
      const proof = { method: "invitation", isStrong: false, origin } as const;
      answerAdmitted(await admission.admit(personId, proof), response);
    },
  });
  people.addRoutes(api);
  outboxRoutes(api, new OutboxRepository(client), { isDemo: config.isDemo });
  const notifications = createNotifications(api, {
    ...{ client, unitOfWork, log, clock, logger, ownOrigin },
  });
  const activity = new ActivityService(new ActivityRepository(client), clock);
  activityRoutes(api, activity);
  deskRoutes(api, new DeskService(client, clock));
  const auditService = new AuditService({
    repository: new AuditRepository(client),
    log: audit,
    clock,
  });
  auditRoutes(api, auditService, clock);
  // Noted where a rewritten log does not reach: `istmo audit verify --head` asks for it.
  logger.info({ head: await findChainHead(client) }, "the audit log as it stands");

  const live = openLiveGateway({
    server,
    readSession,
    log,
    publicOrigin: config.publicOrigin,
    toLive: (events) => activity.toLive(events),
    catchUp: (me, since) => activity.catchUp(me.actor, since, log.latestSeq),
    bus,
    async findAttendance({ actor, person: { id, name } }, actionId) {
      const hearing = await whoHearsOfAction(client, actor, actionId);
      if (hearing === null) return null;
      return { hearing, person: { id, name, centre: await centreCodeOf(client, actor) } };
    },
    logger,
  });

  const collab = openCollabGateway({
    server,
    registry: rooms,
    logger,
    allowedOrigins: config.publicOrigin === null ? [] : [config.publicOrigin],
    async resolveGrant(request, editionId): Promise<CollabGrant> {
      const me = await readSession(request.headers);
      if (me === null) return { ok: false, status: 401 };
      if (me.mustAddFactor) return { ok: false, status: 403 };
      const access = await findEditionAccess(client, me.actor, { editionId, now: clock.now() });
      if (access === null) return { ok: false, status: 404 };
      const code = await centreCodeOf(client, me.actor);
      return {
        ok: true,
        personId: me.person.id,
        user: { id: me.person.id, name: me.person.name, centre: code, color: colourOf(code) },
        role: access.role,
        suggestsIn: access.suggestsIn,
        paperId: access.paper.id,
        subjects: audiencesOf(me.actor),
        sessionId: me.sessionId,
        sessionExpiresAt: me.expiresAt,
      };
    },
    async beforeOpening(request, { personId, sessionId, paperId }) {
      const paper = await findPaperFacts(client, paperId, clock.now());
      const origin = originOfUpgrade(request, { proxies: config.proxies, sessionId });
      if (paper !== null) await readings.note({ personId, origin }, paper);
    },
  });

  const stopAccess = [
    followAccess(log, collab, logger),
    await followAccessCalendar({ client, log, clock, logger }),
    roundReminders.start(),
    clearance.watch.start(),
    seriesWatch.start(),
    ...((needs.isShared ?? config.databaseUrl !== null)
      ? [log.watch(() => (bus?.isConnected === true ? watchEveryWhenTold : watchEvery))]
      : []),
  ];

  // Upgrades that neither gateway takes.
  server.on("upgrade", (request, socket) => {
    if (!/^\/(collab|socket\.io)\//.test(request.url ?? ""))
      socket.end("HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
  });

  const forgetOldAnswers = () =>
    unitOfWork
      .forgetOldAnswers(clock.now())
      .catch((error: unknown) => logger.error({ err: error }, "old answers could not be deleted"));
  await forgetOldAnswers();
  const forgetting = setInterval(() => void forgetOldAnswers(), forgetEvery);
  forgetting.unref();

  mails.start();
  await notifications.start();

  const metrics = createMetrics({
    collab: () => collab.stats(),
    liveConnections: live.connections,
    latestSeq: () => log.latestSeq,
    mailRefusals: () => mails.refusals,
    bus,
    readings: () => rooms.stats().readings,
  });

  http.disable("x-powered-by");
  http.set("trust proxy", config.proxies);
  http.set("query parser", "simple");
  http.use(securityHeaders(isHttps));
  // Before all else: a page asks for many, and nothing of theirs is to be noted or checked.
  http.use(compressedAssets(needs.pageFolder ?? builtPage));
  http.use(signIn.front);
  http.use(
    pinoHttp({
      logger,
      customLogLevel: (_request, response) => (response.statusCode >= 500 ? "error" : "debug"),
      serializers: {
        req: ({ id, method, url }: { id: unknown; method: string; url: string }) => ({
          id,
          method,
          // The address of a calendar is its secret.
          path: url.split("?")[0]?.replace(/^\/calendar\/.*/, "/calendar/…"),
        }),
        res: ({ statusCode }: { statusCode: number }) => ({ status: statusCode }),
      },
    }),
  );
  http.use(
    healthRoutes({
      isReady: () => database.isReady(),
      isRedisUp: bus === null ? null : () => bus.isConnected,
      metrics,
      metricsToken: config.metricsToken,
    }),
  );
  // Before the compression: its answers are small, and bytes that came compressed or not at all.
  http.use("/collab", refuseForeignWrites(config.publicOrigin));
  http.use(collab.router);
  http.use(compression());
  http.use("/api", apiLimit(), refuseForeignWrites(config.publicOrigin));
  http.use("/api", (request, response, next) => {
    const began = performance.now();
    response.on("finish", () => {
      const { method } = request;
      metrics.observeRequest(
        { method, status: response.statusCode },
        (performance.now() - began) / 1000,
      );
    });
    next();
  });
  http.use("/api/auth", signInRouter(signIn));
  http.use("/api/auth", people.router);
  http.use("/api/auth", waysIn.router);
  http.use(clearance.router);
  http.use("/api/v1", express.json({ limit: "1mb" }), api.router);
  describeHealth(api);
  describeCollab(api);
  describeSignIn(api);
  const document = api.document();
  http.get("/api/openapi.json", (_request, response) => {
    response.json(document);
  });
  http.use(calendarRouter(calendars, { clock, publicOrigin: config.publicOrigin }));
  http.use(pageRoutes(needs.pageFolder ?? builtPage));
  http.use(notFound);
  http.use(errorHandler(logger));

  const firstAdministratorToken = await waysIn.prepareFirstAdministrator();
  return {
    server,
    tellNow: () => notifications.look(),
    firstAdministratorToken,
    async drain() {
      clearInterval(forgetting);
      server.close();
      await signIn.close();
      const [isSaved] = await Promise.all([
        collab.drain({ deadline: drainDeadline }),
        mails.stop(),
        translations.stop(),
        actionsInTexts.stop(),
        versions.stop(),
        notifications.stop(),
      ]);
      for (const stop of stopAccess) stop();
      await live.close();
      server.closeAllConnections();
      await log.settle();
      await bus?.close();
      return isSaved;
    },
  };
}
