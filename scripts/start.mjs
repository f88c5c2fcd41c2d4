// `npm start` on a machine with only Node.js and npm: installs, builds what is stale, serves.
// This file must be readable by any old Node.js, so that it can say what is wrong.
const [major, minor] = process.versions.node.split(".").map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(
    "Istmo needs Node.js 20.19 or newer, and this is " +
      process.versions.node +
      ": install a newer one from https://nodejs.org.",
  );
  process.exit(1);
}
import("./serve.mjs").catch((error) => {
  console.error(error);
  process.exit(1);
});
