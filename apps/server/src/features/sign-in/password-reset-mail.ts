import type { NewMail } from "../../platform/mail-outbox.ts";

interface Addressee {
  readonly email: string;
  readonly locale: string;
}

const texts = {
  es: {
    subject: "Restablecer su contraseña de Istmo",
    text: (link: string) => `Estimado/a colega:

Alguien ha pedido restablecer la contraseña de su cuenta de Istmo. Si ha sido usted, elija una nueva en esta dirección:

${link}

El enlace sirve una sola vez y caduca a los 30 minutos. Al cambiar la contraseña se cerrarán todas sus sesiones abiertas.

Si no lo ha pedido usted, no tiene que hacer nada: su contraseña sigue siendo la misma.

Istmo
`,
  },
  en: {
    subject: "Reset your Istmo password",
    text: (link: string) => `Dear colleague,

Somebody has asked to reset the password of your Istmo account. If it was you, choose a new one at this address:

${link}

The link works once and expires after 30 minutes. Changing the password ends all your open sessions.

If it was not you, there is nothing to do: your password stays as it is.

Istmo
`,
  },
};

/** The mail with a link for a new password, in the person's language. */
export function passwordResetMail({ email, locale }: Addressee, link: string): NewMail {
  const { subject, text } = locale === "en" ? texts.en : texts.es;
  return { kind: "password_reset", to: email, subject, text: text(link) };
}
