import { Check, ChevronDown } from "lucide-react";
import { Button } from "react-aria-components/Button";
import { ListBox, ListBoxItem } from "react-aria-components/ListBox";
import { Popover } from "react-aria-components/Popover";
import { Select as AriaSelect, SelectValue } from "react-aria-components/Select";
import { FieldLabel, FieldNotes, type FieldTexts } from "./field-parts.tsx";
import styles from "./field.module.css";
import menuStyles from "./menu.module.css";

export interface SelectOption {
  readonly id: string;
  readonly label: string;
  readonly description?: string;
}

export interface SelectProps extends FieldTexts {
  options: readonly SelectOption[];
  value: string | null;
  onChange: (value: string) => void;
  placeholder?: string;
  size?: "small" | "medium";
  name?: string;
  isRequired?: boolean;
  isDisabled?: boolean;
}

/** One of a few; an option whose id is `""` can stand for "all" or "none". */
export function Select({
  label,
  hideLabel,
  description,
  errorMessage,
  options,
  value,
  onChange,
  size = "medium",
  isDisabled = false,
  ...rest
}: SelectProps) {
  return (
    <AriaSelect
      {...rest}
      // Nothing opens without options: until they are there a press would seem to do nothing.
      isDisabled={isDisabled || options.length === 0}
      validationBehavior="aria"
      className={styles.field!}
      value={value}
      onChange={(key) => {
        if (key !== null) onChange(String(key));
      }}
      isInvalid={errorMessage !== undefined}
    >
      <FieldLabel label={label} hideLabel={hideLabel} isRequired={rest.isRequired} />
      <Button className={`${styles.input} ${styles.trigger}`} data-size={size}>
        <SelectValue className={styles.value!}>
          {({ selectedText, defaultChildren, isPlaceholder }) =>
            isPlaceholder ? defaultChildren : selectedText
          }
        </SelectValue>
        <ChevronDown className={styles.chevron} aria-hidden="true" />
      </Button>
      <FieldNotes description={description} errorMessage={errorMessage} />
      <Popover className={menuStyles.popover!} offset={4}>
        <ListBox className={menuStyles.list!} items={options}>
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
    </AriaSelect>
  );
}
