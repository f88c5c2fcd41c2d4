import { Tab, TabList, TabPanel, Tabs as AriaTabs } from "react-aria-components/Tabs";
import type { ReactNode } from "react";
import styles from "./tabs.module.css";

export interface TabSpec {
  readonly id: string;
  readonly label: ReactNode;
  /** A number beside the label. */
  readonly count?: number | undefined;
  readonly panel: ReactNode;
  /** Stays in the page, unseen, while another tab is selected: for what is costly to open. */
  readonly keepMounted?: boolean;
  /** Reaches to the edges; the panel of every other tab keeps the padding of the row of tabs. */
  readonly isFlush?: boolean;
}

export interface TabsProps {
  /** Names the row of tabs for screen readers. */
  label: string;
  tabs: readonly TabSpec[];
  selected?: string;
  onSelect?: (id: string) => void;
}

export function Tabs({ label, tabs, selected, onSelect }: TabsProps) {
  return (
    <AriaTabs
      className={styles.tabs!}
      {...(selected === undefined ? {} : { selectedKey: selected })}
      {...(onSelect === undefined
        ? {}
        : { onSelectionChange: (key: string | number) => onSelect(String(key)) })}
    >
      <TabList aria-label={label} className={styles.list!}>
        {tabs.map((tab) => (
          <Tab key={tab.id} id={tab.id} className={styles.tab!}>
            {tab.label}
            {tab.count !== undefined && <span className={styles.count}>{tab.count}</span>}
          </Tab>
        ))}
      </TabList>
      {tabs.map((tab) => (
        <TabPanel
          key={tab.id}
          id={tab.id}
          className={styles.panel!}
          data-flush={tab.isFlush ?? false}
          shouldForceMount={tab.keepMounted ?? false}
        >
          {tab.panel}
        </TabPanel>
      ))}
    </AriaTabs>
  );
}
