import { useNavigate } from "@tanstack/react-router";
import {
  ChevronsUpDown,
  Languages,
  LogOut,
  Monitor,
  Moon,
  Sun,
  UserRound,
  UsersRound,
} from "lucide-react";
import { Button } from "react-aria-components/Button";
import { useTranslation } from "react-i18next";
import { useMe } from "../api/queries.ts";
import { useCentreLookup } from "../api/use-centre-lookup.ts";
import { useLanguage } from "../i18n/use-language.ts";
import { chooseScheme, useSchemeChoice } from "../lib/scheme.ts";
import { useMedia } from "../lib/use-media.ts";
import { Avatar } from "../ui/avatar.tsx";
import { Menu } from "../ui/menu.tsx";
import { administrationFor } from "./administration-places.ts";
import { languageNames, useChangeLanguage } from "./language-and-scheme.tsx";
import styles from "./person-menu.module.css";
import { useSignOut } from "./use-sign-out.ts";

/** Who is signed in, and what concerns only them. */
export function PersonMenu({ isCompact = false }: { isCompact?: boolean }) {
  const { t } = useTranslation();
  const { data: me } = useMe();
  const centreOf = useCentreLookup();
  const language = useLanguage();
  const choice = useSchemeChoice();
  const change = useChangeLanguage();
  const signOut = useSignOut();
  const navigate = useNavigate();
  // Elsewhere it stands among the places of the shell.
  const isPhone = useMedia("(width < 640px)");
  const [administration] = administrationFor(me);
  if (me === undefined) return null;
  const post = me.posts[0];
  const centre = centreOf(post?.centreId ?? null);
  const role = post === undefined ? "" : t(`role.${post.role}`);
  const schemes = [
    { id: "system", label: t("shell.scheme.system"), icon: <Monitor /> },
    { id: "light", label: t("shell.scheme.light"), icon: <Sun /> },
    { id: "dark", label: t("shell.scheme.dark"), icon: <Moon /> },
  ] as const;
  return (
    <Menu
      label={t("shell.personMenu")}
      placement={isCompact ? "bottom end" : "top start"}
      trigger={
        <Button className={styles.person!} data-compact={isCompact}>
          <span className="visually-hidden">{t("shell.personMenu")}</span>
          <Avatar name={me.name} group={centre?.code ?? null} />
          {isCompact ? (
            <span className="visually-hidden">{me.name}</span>
          ) : (
            <>
              <span className={styles.texts}>
                <span className={styles.name}>{me.name}</span>
                <span className={styles.role}>{role}</span>
              </span>
              <ChevronsUpDown className={styles.chevron} aria-hidden="true" />
            </>
          )}
        </Button>
      }
      header={
        <>
          <div className={styles.name}>{me.name}</div>
          <div className={styles.role}>
            {[role, centre?.shortName[language]].filter(Boolean).join(" · ")}
          </div>
          <div className={styles.role}>{me.email}</div>
        </>
      }
      entries={[
        {
          id: "account",
          label: t("shell.account"),
          icon: <UserRound />,
          onAction: () => void navigate({ to: "/account" }),
        },
        ...(administration === undefined || !isPhone
          ? []
          : [
              {
                id: "administration",
                label: t("shell.administration"),
                icon: <UsersRound />,
                onAction: () => void navigate({ to: administration }),
              },
            ]),
        ...(["es", "en"] as const).map((one) => ({
          id: `language-${one}`,
          label: languageNames[one],
          icon: <Languages />,
          isSelected: one === language,
          onAction: () => change(one),
        })),
        ...schemes.map(({ id, label, icon }) => ({
          id,
          label,
          icon,
          isSelected: id === choice,
          onAction: () => chooseScheme(id),
        })),
        { id: "sign-out", label: t("shell.signOut"), icon: <LogOut />, onAction: () => signOut() },
      ]}
    />
  );
}
