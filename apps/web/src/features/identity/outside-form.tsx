import { useEffect, useRef, type ReactNode } from "react";
import { Button } from "../../ui/button.tsx";
import styles from "./outside-form.module.css";

/** A form of the pages outside: its title, a sentence, the fields, what went wrong, one button. */
export function OutsideForm({
  title,
  intro,
  problem,
  submit,
  isPending,
  onSubmit,
  children,
  foot,
}: {
  title: string;
  intro?: ReactNode;
  /** What the server refused, in words. */
  problem?: string | undefined;
  submit: string;
  isPending: boolean;
  onSubmit: () => void;
  children: ReactNode;
  /** Other ways on, below the button. */
  foot?: ReactNode;
}) {
  return (
    <form
      className={styles.form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (!isPending) onSubmit();
      }}
    >
      <h1 className={styles.title}>{title}</h1>
      {intro !== undefined && <div className={styles.intro}>{intro}</div>}
      {children}
      {problem !== undefined && <FormProblem>{problem}</FormProblem>}
      <Button variant="primary" type="submit" isPending={isPending}>
        {submit}
      </Button>
      {foot !== undefined && <div className={styles.foot}>{foot}</div>}
    </form>
  );
}

export function FormProblem({ children }: { children: ReactNode }) {
  return (
    <p className={styles.problem} role="alert">
      {children}
    </p>
  );
}

/** What has been done, or cannot be done, in the place of the form; read aloud when it appears. */
export function OutsideMessage({
  title,
  text,
  children,
}: {
  title: string;
  text: ReactNode;
  /** The way on. */
  children?: ReactNode;
}) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <div className={styles.form}>
      <h1 className={styles.title} tabIndex={-1} ref={heading}>
        {title}
      </h1>
      <p className={styles.intro}>{text}</p>
      {children !== undefined && <div className={styles.foot}>{children}</div>}
    </div>
  );
}
