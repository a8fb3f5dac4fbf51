import type { ReactNode } from "react";
import classes from "./Empty.module.css";

interface Props {
  title: string;
  /** What the person can do now. */
  children?: ReactNode;
  action?: ReactNode;
  /** It is the whole page, so its title is the page's. */
  page?: boolean;
}

/** A page with nothing on it yet; it says what to do. */
export function Empty({ title, children, action, page }: Props) {
  const Title = page ? "h1" : "p";
  return (
    <div className={classes.empty}>
      <svg viewBox="0 0 48 48" className={classes.rose} aria-hidden="true">
        <circle cx="24" cy="24" r="15" />
        <path d="M24 3v9M24 36v9M3 24h9M36 24h9" />
        <path d="m24 16 3 8-3 8-3-8z" className={classes.needle} />
      </svg>
      <Title className={classes.title}>{title}</Title>
      {children && <div className={classes.text}>{children}</div>}
      {action && <div className={classes.action}>{action}</div>}
    </div>
  );
}
