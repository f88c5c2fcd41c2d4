import { PanelRightClose } from "lucide-react";
import { Tab, TabList, TabPanel, Tabs as AriaTabs } from "react-aria-components/Tabs";
import { Button as AriaButton } from "react-aria-components/Button";
import type { ReactNode } from "react";

import { IconButton } from "./icon-button.tsx";
import styles from "./rail-tabs.module.css";
import type { TabSpec } from "./tabs.tsx";

export interface RailTabsProps {
  /** Names the rail for screen readers. */
  readonly label: string;
  readonly tabs: readonly RailTabSpec[];
  /** The panel that is shown; null shows none, and leaves the room to what stands beside. */
  readonly selected: string | null;
  readonly onSelect: (id: string | null) => void;
  /** Names the button that shows no panel any more. */
  readonly closeLabel: string;
}

export interface RailTabSpec extends TabSpec {
  readonly icon: ReactNode;
}

/** Panels beside a text, chosen from a narrow rail at the edge of the window. */
export function RailTabs({ label, tabs, selected, onSelect, closeLabel }: RailTabsProps) {
  const shown = tabs.find(({ id }) => id === selected);
  if (shown === undefined)
    return (
      <div className={styles.rail} role="group" aria-label={label}>
        {tabs.map((tab) => (
          <AriaButton key={tab.id} className={styles.tab!} onPress={() => onSelect(tab.id)}>
            <TabFace tab={tab} />
          </AriaButton>
        ))}
      </div>
    );
  return (
    <AriaTabs
      className={styles.tabs!}
      orientation="vertical"
      selectedKey={shown.id}
      onSelectionChange={(key) => onSelect(String(key))}
    >
      <TabList aria-label={label} className={styles.rail!}>
        {tabs.map((tab) => (
          <Tab key={tab.id} id={tab.id} className={styles.tab!}>
            <TabFace tab={tab} />
          </Tab>
        ))}
      </TabList>
      <div className={styles.panels}>
        <div className={styles.head}>
          <h2 className={styles.title}>{shown.label}</h2>
          <IconButton
            icon={<PanelRightClose />}
            size="small"
            aria-label={closeLabel}
            onPress={() => onSelect(null)}
          />
        </div>
        {tabs.map((tab) => (
          <TabPanel key={tab.id} id={tab.id} className={styles.panel!}>
            {tab.panel}
          </TabPanel>
        ))}
      </div>
    </AriaTabs>
  );
}

function TabFace({ tab }: { readonly tab: RailTabSpec }) {
  return (
    <>
      <span className={styles.icon} aria-hidden="true">
        {tab.icon}
      </span>
      <span className={styles.label}>{tab.label}</span>
      {tab.count !== undefined && tab.count !== 0 && (
        <span className={styles.count}>{tab.count}</span>
      )}
    </>
  );
}
