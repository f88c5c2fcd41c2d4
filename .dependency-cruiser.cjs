// The import rules of docs/architecture.md. Every rule says what to do instead.
const tests = "\\.(test|pg\\.test|sync\\.test)\\.tsx?$";

/** A package of the workspace may import itself, what is listed here, and nothing else. */
function onlyImports(name, folder, allowed, comment) {
  return {
    name,
    comment,
    severity: "error",
    from: { path: `^${folder}/`, pathNot: tests },
    to: { pathNot: [`^${folder}/`, ...allowed] },
  };
}
const npm = (name) => `node_modules/${name}/`;

module.exports = {
  forbidden: [
    {
      name: "no-cycles",
      comment: "Files that import each other cannot be read apart: move the shared part out.",
      severity: "error",
      from: { pathNot: "^prisma/generated/" },
      to: { circular: true },
    },
    {
      name: "must-resolve",
      comment: "An import that cannot be resolved would pass every other rule unseen.",
      severity: "error",
      from: {},
      to: { couldNotResolve: true, pathNot: "^virtual:" },
    },
    onlyImports("domain-imports-nothing", "packages/domain", [], "The domain is plain values."),
    onlyImports(
      "contracts-import-domain-and-zod",
      "packages/contracts",
      ["^packages/domain/", npm("zod")],
      "Contracts are read by browser and server alike.",
    ),
    onlyImports(
      "sync-is-io-free",
      "packages/sync",
      ["^packages/contracts/", npm("yjs"), npm("y-protocols"), npm("lib0")],
      "The room takes frames and gives frames: no socket, no database.",
    ),
    onlyImports(
      "paper-schema-has-no-dom",
      "packages/paper-schema",
      [
        "^packages/domain/",
        npm("yjs"),
        npm("lib0"),
        npm("prosemirror-[a-z]+"),
        npm("@tiptap/y-tiptap"),
        npm("diff"),
      ],
      "The paper's schema runs in the browser and on the server.",
    ),
    {
      name: "prisma-behind-doors",
      comment:
        "Only repositories, queries, the collab store and the platform talk to the database.",
      severity: "error",
      from: {
        path: "^(apps|packages)/",
        pathNot: [
          tests,
          "\\.(repository|queries)\\.ts$",
          "^apps/server/src/collab/[^/]*store[^/]*\\.ts$",
          "^apps/server/src/platform/",
          "^apps/server/src/(app|seed-database)\\.ts$",
        ],
      },
      to: { path: "^prisma/", dependencyTypesNot: ["type-only"] },
    },
    {
      name: "server-features-meet-in-queries",
      comment: "Import the other feature's *.queries.ts, or let app.ts supply what you need.",
      severity: "error",
      from: { path: "^apps/server/src/features/([^/]+)/", pathNot: tests },
      to: {
        path: "^apps/server/src/features/([^/]+)/",
        pathNot: ["^apps/server/src/features/$1/", "\\.queries\\.ts$"],
      },
    },
    {
      name: "platform-knows-no-feature",
      severity: "error",
      from: { path: "^apps/server/src/(platform|config|http)/", pathNot: tests },
      to: { path: "^apps/server/src/(features|collab|live)/" },
    },
    {
      name: "web-features-stay-apart",
      comment: "Pages in app/ compose features and pass slots.",
      severity: "error",
      from: { path: "^apps/web/src/features/([^/]+)/" },
      to: { path: "^apps/web/src/features/", pathNot: "^apps/web/src/features/$1/" },
    },
    {
      name: "web-and-server-meet-in-packages",
      severity: "error",
      from: { path: "^apps/web/" },
      to: { path: "^(apps/server|prisma)/" },
    },
    {
      name: "server-imports-no-web",
      severity: "error",
      from: { path: "^apps/server/" },
      to: { path: "^apps/web/" },
    },
    {
      name: "ui-has-no-product-nouns",
      severity: "error",
      from: { path: "^apps/web/src/(ui|lib|i18n)/" },
      to: { path: "^apps/web/src/(features|app|api|live)/" },
    },
  ],
  options: {
    doNotFollow: { path: "(node_modules|^prisma/generated)" },
    exclude: { path: "(/dist/|\\.css$|\\?(url|raw|worker)$|^tests/results/)" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.base.json" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "module", "browser", "node", "default", "types"],
      extensions: [".ts", ".tsx", ".mjs", ".js", ".cjs", ".json", ".d.ts"],
      mainFields: ["module", "main", "types"],
    },
  },
};
