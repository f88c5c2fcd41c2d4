import { Check, ChevronDown } from "lucide-react";
import { Button } from "react-aria-components/Button";
import { ComboBox as AriaComboBox } from "react-aria-components/ComboBox";
import { Input } from "react-aria-components/Input";
import { ListBox, ListBoxItem } from "react-aria-components/ListBox";
import { Popover } from "react-aria-components/Popover";
import { useTranslation } from "react-i18next";
import styles from "./combo-box.module.css";
import { FieldLabel, FieldNotes, type FieldTexts } from "./field-parts.tsx";
import fieldStyles from "./field.module.css";
import menuStyles from "./menu.module.css";
import type { SelectOption } from "./select.tsx";

export interface ComboBoxProps extends FieldTexts {
  options: readonly SelectOption[];
  value: string | null;
  onChange: (value: string | null) => void;
  /** Set where the options come from elsewhere as one types; else they are filtered here. */
  search?: { text: string; onSearch: (text: string) => void };
  placeholder?: string;
  isRequired?: boolean;
  isDisabled?: boolean;
  autoFocus?: boolean;
}

/** One of many, found by typing a part of its name. */
export function ComboBox({
  label,
  hideLabel,
  description,
  errorMessage,
  options,
  value,
  onChange,
  search,
  placeholder,
  ...rest
}: ComboBoxProps) {
  const { t } = useTranslation();
  return (
    <AriaComboBox
      {...rest}
      validationBehavior="aria"
      menuTrigger="focus"
      // Nothing is found before anything has been looked for.
      allowsEmptyCollection={search?.text !== ""}
      className={fieldStyles.field!}
      isInvalid={errorMessage !== undefined}
      selectedKey={value}
      onSelectionChange={(key) => {
        onChange(key === null ? null : String(key));
        // Where the text is ours we must also show what was chosen, and take away what was not.
        search?.onSearch(options.find(({ id }) => id === key)?.label ?? "");
      }}
      {...(search === undefined
        ? { defaultItems: options }
        : { items: options, inputValue: search.text, onInputChange: search.onSearch })}
    >
      <FieldLabel label={label} hideLabel={hideLabel} isRequired={rest.isRequired} />
      <div className={styles.control}>
        <Input
          className={`${fieldStyles.input} ${styles.input}`}
          {...(placeholder === undefined ? {} : { placeholder })}
        />
        <Button className={styles.button!}>
          <ChevronDown className={fieldStyles.chevron} aria-hidden="true" />
        </Button>
      </div>
      <FieldNotes description={description} errorMessage={errorMessage} />
      <Popover className={menuStyles.popover!} offset={4}>
        <ListBox<SelectOption>
          className={menuStyles.list!}
          renderEmptyState={() => <p className={styles.none}>{t("ui.noneFound")}</p>}
        >
          {(option) => (
            <ListBoxItem id={option.id} textValue={option.label} className={menuStyles.item!}>
              {({ isSelected }) => (
                <>
                  <span className={menuStyles.texts}>
                    <span>{option.label}</span>
                    {option.description !== undefined && (
                      <span className={menuStyles.description}>{option.description}</span>
                    )}
                  </span>
                  {isSelected && <Check className={menuStyles.check} aria-hidden="true" />}
                </>
              )}
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </AriaComboBox>
  );
}
