/**
 * An empty server that turns every request away at once. The same flood at it, beside Istmo, shows
 * what of the delay is the machine's own: attackers, readers and server share its cores.
 */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

const server = createServer((request, response) => {
  request.resume().on("end", () => {
    response.writeHead(503, { "content-type": "application/json", connection: "close" });
    response.end('{"code":"bystander"}');
  });
});
server.listen(0, "127.0.0.1", () => process.send?.((server.address() as AddressInfo).port));
process.on("disconnect", () => process.exit(0));
