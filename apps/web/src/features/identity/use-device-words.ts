import { useTranslation } from "react-i18next";
import { deviceOf } from "./device-words.ts";

/** "Firefox en Windows": a device as its owner would call it. */
export function useDeviceWords(): (userAgent: string | null) => string {
  const { t } = useTranslation();
  return (userAgent) => {
    const { browser, system } = deviceOf(userAgent);
    if (browser !== null && system !== null) return t("account.device.both", { browser, system });
    return browser ?? system ?? t("account.device.unknown");
  };
}
