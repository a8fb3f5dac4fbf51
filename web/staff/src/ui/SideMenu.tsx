import { Link } from "@tanstack/react-router";
import { type ReactNode, Suspense, useId } from "react";
import classes from "./SideMenu.module.css";

interface LayoutProps {
  label: string;
  /** What stands in the list, from top to bottom. */
  menu: ReactNode;
  /** On a phone the list is a strip above the page, or a page of its own. */
  phone: "strip" | "apart";
  children: ReactNode;
}

/** The list of a part of the house beside its page. */
export function SideMenu({ label, menu, phone, children }: LayoutProps) {
  return (
    <div className={classes.layout} data-phone={phone}>
      <nav className={classes.list} aria-label={label}>
        {menu}
      </nav>
      <div className={classes.page}>
        <Suspense>{children}</Suspense>
      </div>
    </div>
  );
}

/** Some entries of the list under a heading. */
export function MenuGroup({ label, children }: { label: string; children: ReactNode }) {
  const id = useId();
  return (
    <div className={classes.group}>
      <div className={classes.heading} id={id}>
        {label}
      </div>
      <ul aria-labelledby={id}>{children}</ul>
    </div>
  );
}

interface LinkProps {
  to: string;
  params?: Record<string, string>;
  /** What stands in the address stays: a filter bar goes along from page to page. */
  keepSearch?: boolean;
  children: ReactNode;
}

/** A page of the list. */
export function MenuLink({ to, params = {}, keepSearch, children }: LinkProps) {
  return (
    <li>
      <Link to={to} params={params as never} search={(keepSearch ?? false) as never} className={classes.link}>
        {children}
      </Link>
    </li>
  );
}

/** Something the list does instead of leading somewhere. */
export function MenuButton({ onClick, children }: { onClick: () => void; children: ReactNode }) {
  return (
    <li>
      <button type="button" className={classes.add} onClick={onClick}>
        {children}
      </button>
    </li>
  );
}
