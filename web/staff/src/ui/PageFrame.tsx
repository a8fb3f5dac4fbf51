import type { ReactNode } from "react";
import classes from "./PageFrame.module.css";
import { useDocumentTitle } from "./useDocumentTitle";

interface Props {
  title: string;
  intro?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
}

/** A page of text and tables: its name, what can be done on it, its content. */
export function PageFrame({ title, intro, actions, children }: Props) {
  useDocumentTitle(title);
  return (
    <div className={classes.page}>
      <header className={classes.header}>
        <h1 className={classes.title}>{title}</h1>
        {actions && <div className={classes.actions}>{actions}</div>}
      </header>
      {intro && <p className={classes.intro}>{intro}</p>}
      {children}
    </div>
  );
}
