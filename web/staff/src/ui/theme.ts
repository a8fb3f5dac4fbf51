import { createTheme, type MantineColorsTuple, virtualColor } from "@mantine/core";

/** Ink navy: text, primary actions, the navigation. */
const ink: MantineColorsTuple = [
  "#eef1f7",
  "#d9dfeb",
  "#b3bfd6",
  "#8a9cc0",
  "#6680ad",
  "#4a669a",
  "#34507f",
  "#243b63",
  "#182a4a",
  "#101d36",
];

/** Brass: the one accent. Marks what is chosen, unread, or has the focus. */
const brass: MantineColorsTuple = [
  "#fbf5e6",
  "#f3e7c8",
  "#e8d3a0",
  "#debf79",
  "#d6ae58",
  "#c2953a",
  "#a67b27",
  "#83601b",
  "#634812",
  "#45320c",
];

/** Warm neutral greys, so that paper stays paper. */
const gray: MantineColorsTuple = [
  "#faf9f6",
  "#f4f2ed",
  "#eae7e0",
  "#dcd8cf",
  "#c3beb3",
  "#9a958a",
  "#736f66",
  "#55524b",
  "#3a3833",
  "#24231f",
];

/** Night: the dark scheme is the same ink, not grey. */
const dark: MantineColorsTuple = [
  "#e7eaf0",
  "#c6cdd9",
  "#a3afc1",
  "#8795aa",
  "#42536c",
  "#2a3a52",
  "#1b2839",
  "#121c2b",
  "#0d1521",
  "#080e17",
];

const red: MantineColorsTuple = [
  "#fdf0ed",
  "#f8dcd6",
  "#efb6aa",
  "#e58e7d",
  "#d96a55",
  "#c84e38",
  "#ab3c28",
  "#8c2f1f",
  "#6d2418",
  "#4d1910",
];

const green: MantineColorsTuple = [
  "#edf6f0",
  "#d5eadc",
  "#a9d4b8",
  "#7bbc92",
  "#54a573",
  "#38895a",
  "#2a7049",
  "#205839",
  "#18432b",
  "#102e1d",
];

export const theme = createTheme({
  colors: {
    ink,
    brass,
    gray,
    dark,
    red,
    green,
    primary: virtualColor({ name: "primary", light: "ink", dark: "brass" }),
  },
  primaryColor: "primary",
  primaryShade: { light: 8, dark: 4 },
  autoContrast: true,
  white: "#ffffff",
  black: "#14203a",
  fontFamily: '"IBM Plex Sans Variable", system-ui, sans-serif',
  fontFamilyMonospace: 'ui-monospace, "SF Mono", "Cascadia Mono", Menlo, Consolas, monospace',
  fontSizes: { xs: "0.75rem", sm: "0.8125rem", md: "0.875rem", lg: "1rem", xl: "1.25rem" },
  lineHeights: { xs: "1.35", sm: "1.4", md: "1.5", lg: "1.5", xl: "1.4" },
  headings: {
    fontFamily: '"IBM Plex Sans Variable", system-ui, sans-serif',
    fontWeight: "600",
    sizes: {
      h1: { fontSize: "1.625rem", lineHeight: "1.25" },
      h2: { fontSize: "1.25rem", lineHeight: "1.3" },
      h3: { fontSize: "1rem", lineHeight: "1.4" },
      h4: { fontSize: "0.875rem", lineHeight: "1.4" },
    },
  },
  spacing: { xs: "8px", sm: "12px", md: "16px", lg: "24px", xl: "32px" },
  radius: { xs: "3px", sm: "4px", md: "6px", lg: "8px", xl: "12px" },
  defaultRadius: "md",
  focusRing: "auto",
  cursorType: "pointer",
  shadows: {
    xs: "0 1px 2px rgb(16 29 54 / 0.06)",
    sm: "0 1px 3px rgb(16 29 54 / 0.1)",
    md: "0 4px 16px rgb(16 29 54 / 0.12)",
    lg: "0 8px 32px rgb(16 29 54 / 0.16)",
    xl: "0 16px 48px rgb(16 29 54 / 0.2)",
  },
  components: {
    Button: { defaultProps: { size: "sm" } },
    TextInput: { defaultProps: { size: "sm" } },
    PasswordInput: { defaultProps: { size: "sm" } },
    Select: {
      defaultProps: {
        size: "sm",
        allowDeselect: false,
        comboboxProps: { transitionProps: { duration: 80 } },
      },
    },
    Menu: {
      defaultProps: { transitionProps: { duration: 80, transition: "fade" }, shadow: "md", radius: "md" },
    },
    Popover: {
      defaultProps: { transitionProps: { duration: 80, transition: "fade" }, shadow: "md", radius: "md" },
    },
    Modal: {
      defaultProps: {
        transitionProps: { duration: 120, transition: "fade" },
        overlayProps: { backgroundOpacity: 0.4 },
        radius: "lg",
        // The head of a dialog is not that of the page; with one dialog over another there would be two.
        attributes: { header: { role: "presentation" } },
      },
    },
    Drawer: { defaultProps: { transitionProps: { duration: 120 } } },
    Tooltip: {
      defaultProps: {
        openDelay: 400,
        transitionProps: { duration: 80 },
        events: { hover: true, focus: true, touch: false },
      },
    },
    ActionIcon: { defaultProps: { variant: "subtle", color: "gray" } },
  },
});
