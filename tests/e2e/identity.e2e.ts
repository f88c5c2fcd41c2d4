import type { CDPSession, Page } from "@playwright/test";
import { startOidcProvider } from "../support/oidc-provider.ts";
import { codeAt } from "../support/one-time-code.ts";
import { startServer } from "../support/server-process.ts";
import { expect, test } from "./people.ts";

const password = "la marea sube de noche";

/** A device with a fingerprint reader that always agrees. */
async function giveAuthenticator(page: Page): Promise<CDPSession> {
  const session = await page.context().newCDPSession(page);
  await session.send("WebAuthn.enable");
  await session.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      transport: "internal",
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  return session;
}

async function signOut(page: Page): Promise<void> {
  const signOutItem = page.getByRole("menuitem", { name: "Cerrar sesión" });
  // A page that has just come moves the focus to its beginning, which closes a menu opened before.
  await expect(async () => {
    await page.getByRole("button", { name: /Cuenta/ }).click();
    await expect(signOutItem).toBeVisible({ timeout: 2_000 });
  }).toPass();
  await signOutItem.click();
  await expect(page).toHaveURL(/sign-in/);
}

const isHome = (page: Page) =>
  expect(page.getByRole("heading", { level: 1 })).toContainText("Ana María Ruiz");

test("somebody invited sets up a password, an authenticator app and a passkey, and signs in by each and by single sign-on", async ({
  browser,
}) => {
  test.setTimeout(180_000);
  const provider = await startOidcProvider();
  const server = await startServer({ env: provider.env });
  // A passkey belongs to a name, never to a number.
  const origin = server.origin.replace("127.0.0.1", "localhost");
  provider.open([`${origin}/api/auth/oidc/callback`]);
  const context = await browser.newContext({ baseURL: origin, locale: "es-PA" });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  try {
    await test.step("an administrator invites her", async () => {
      const admin = await browser.newContext({ baseURL: origin });
      const data = { email: "admin@istmo.demo", password: "istmo-demo-2026" };
      await admin.request.post("/api/auth/sign-in/email", { data });
      const sent = await admin.request.post("/api/v1/invitations", {
        data: {
          email: "ana.ruiz@example.org",
          name: "Ana María Ruiz",
          locale: "es",
          role: "expert",
          centreId: "centre-ni",
        },
      });
      expect(sent.status()).toBe(201);
      await admin.close();
    });

    await test.step("she opens the mail's link and chooses a password", async () => {
      await page.goto("/demo-mail");
      await page.locator("details[open]").getByRole("link").click();
      await expect(page.getByText("Persona experta")).toBeVisible();
      // The token is not left in the address.
      expect(new URL(page.url()).hash).toBe("");
      await page.getByLabel(/^Elija una contraseña/).fill(password);
      await page.getByRole("button", { name: "Crear la cuenta y entrar" }).click();
      await isHome(page);
    });

    let secret = "";
    let usedCode = "";
    await test.step("she adds an authenticator app and keeps the recovery codes", async () => {
      await page.goto("/account");
      await page.getByRole("button", { name: "Activar" }).click();
      const dialog = page.getByRole("dialog");
      await expect(dialog.getByRole("img", { name: /Código QR/ })).toBeVisible();
      secret = (await dialog.locator("code").first().textContent()) ?? "";
      usedCode = codeAt(secret, Date.now());
      await dialog.getByLabel("Código que muestra la aplicación").fill(usedCode);
      const codes = page.getByRole("alertdialog", { name: "Sus códigos de recuperación" });
      await expect(codes.getByRole("listitem")).toHaveCount(10);
      await codes.getByRole("button", { name: "Ya los guardé" }).click();
      await expect(
        page.getByRole("heading", { name: /^Aplicación de autenticación/ }),
      ).toContainText("Activada");
      await signOut(page);
    });

    await test.step("the password alone no longer lets her in, and a code does once", async () => {
      await page.getByLabel("Correo electrónico").fill("ana.ruiz@example.org");
      await page.getByLabel("Contraseña", { exact: true }).fill(password);
      await page.getByRole("button", { name: "Iniciar sesión", exact: true }).click();
      const field = page.getByLabel("Código de seis dígitos");
      await field.fill(usedCode);
      await expect(page.getByRole("alert")).toContainText("ya se usó");
      // The next code of the app is good half a minute early.
      await field.fill(codeAt(secret, Date.now() + 30_000));
      await isHome(page);
    });

    await test.step("she adds a passkey and signs in with it alone", async () => {
      const device = await giveAuthenticator(page);
      await page.goto("/account");
      await page.getByRole("button", { name: "Añadir una llave de acceso" }).click();
      const dialog = page.getByRole("dialog");
      await dialog.getByLabel("Nombre de la llave").fill("Portátil de Ana");
      await dialog.getByRole("button", { name: "Continuar" }).click();
      await expect(page.getByText("Portátil de Ana")).toBeVisible();
      await signOut(page);
      // The device may offer the passkey by itself, or the button asks for it.
      const button = page.getByRole("button", { name: "Entrar con una llave de acceso" });
      await button.click().catch(() => undefined);
      await isHome(page);
      // Else it would go on offering the passkey to the page of the sign-in.
      await device.send("WebAuthn.disable");
      await signOut(page);
    });

    await test.step("she signs in with her institution's account, which did its own second factor", async () => {
      provider.person = {
        sub: "ana",
        email: "ana.ruiz@example.org",
        email_verified: true,
        amr: ["pwd", "otp", "mfa"],
      };
      await page.getByRole("link", { name: "Entrar con Cuenta de prueba" }).click();
      await isHome(page);
      await page.goto("/account");
      await expect(page.getByText("Vinculada", { exact: true })).toBeVisible();
    });

    await test.step("her sessions are listed, and a wrong institution account is told so", async () => {
      await expect(page.getByText("Esta sesión")).toBeVisible();
      await signOut(page);
      provider.person = { sub: "bruno", email: "bruno@example.org", email_verified: true };
      await page.getByRole("link", { name: "Entrar con Cuenta de prueba" }).click();
      await expect(page.getByText(/no hay una cuenta de Istmo vinculada/)).toBeVisible();
    });
  } finally {
    await context.close();
    await server.remove();
    await provider.close();
  }
});

test("where a second factor is required, a password leads to one's account until there is one", async ({
  browser,
}) => {
  const server = await startServer({ env: { ISTMO_SECOND_FACTOR: "required" } });
  const context = await browser.newContext({ baseURL: server.origin, locale: "es-PA" });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  try {
    await page.goto("/papers");
    await page.getByLabel("Correo electrónico").fill("lead.gt@istmo.demo");
    await page.getByLabel("Contraseña", { exact: true }).fill("istmo-demo-2026");
    await page.getByRole("button", { name: "Iniciar sesión", exact: true }).click();
    await expect(page).toHaveURL(/\/account$/);
    await expect(page.getByText("Proteja su cuenta para continuar")).toBeVisible();
    await page.getByRole("link", { name: "Documentos" }).click();
    await expect(page).toHaveURL(/\/account$/);
    await page.getByRole("button", { name: "Activar" }).click();
    const dialog = page.getByRole("dialog");
    const secret = (await dialog.locator("code").first().textContent()) ?? "";
    await dialog.getByLabel("Código que muestra la aplicación").fill(codeAt(secret, Date.now()));
    await page.getByRole("button", { name: "Ya los guardé" }).click();
    await expect(page.getByText("Proteja su cuenta para continuar")).toBeHidden();
    await page.getByRole("link", { name: "Documentos" }).click();
    await expect(page.getByRole("heading", { level: 1, name: "Documentos" })).toBeVisible();
    await expect(page.getByText("En directo")).toBeVisible();
  } finally {
    await context.close();
    await server.remove();
  }
});
