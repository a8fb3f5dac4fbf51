import type { ReactNode } from "react";
import classes from "./PageFrame.module.css";
import { useDocumentTitle } from "./useDocumentTitle";

interface Props {
  title: string;
  intro?: ReactNode;
  actions?: ReactNode;
  /** Figures stand side by side; text does not get wider. */
  wide?: boolean;
  children: ReactNode;
}

/** A page of text and tables: its name, what can be done on it, its content. */
export function PageFrame({ title, intro, actions, wide, children }: Props) {
  useDocumentTitle(title);
  return (
    <div className={classes.page} data-wide={wide || undefined}>
      <header className={classes.header}>
        <h1 className={classes.title}>{title}</h1>
        {actions && <div className={classes.actions}>{actions}</div>}
      </header>
      {intro && <p className={classes.intro}>{intro}</p>}
      {children}
    </div>
  );
}
