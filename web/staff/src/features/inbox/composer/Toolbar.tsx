import { ActionIcon, Popover, TextInput } from "@mantine/core";
import {
  IconBlockquote,
  IconBold,
  IconCode,
  IconItalic,
  IconLink,
  IconList,
  IconListNumbers,
  IconPaperclip,
} from "@tabler/icons-react";
import { type Editor, useEditorState } from "@tiptap/react";
import { type FormEvent, type ReactNode, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import classes from "./Toolbar.module.css";

interface Props {
  editor: Editor | null;
  /** Absent where files cannot be taken. */
  onFiles?: (files: File[]) => void;
}

/** The few marks an answer needs. */
export function Toolbar({ editor, onFiles }: Props) {
  const { t } = useTranslation("inbox");
  const active = useEditorState({
    editor,
    selector: ({ editor: current }) => ({
      bold: current?.isActive("bold") ?? false,
      italic: current?.isActive("italic") ?? false,
      bulletList: current?.isActive("bulletList") ?? false,
      orderedList: current?.isActive("orderedList") ?? false,
      blockquote: current?.isActive("blockquote") ?? false,
      code: current?.isActive("codeBlock") ?? false,
      link: current?.isActive("link") ?? false,
    }),
  });
  const button = (
    name: "bold" | "italic" | "bulletList" | "orderedList" | "blockquote" | "code",
    icon: ReactNode,
    run: () => void,
  ) => (
    <ActionIcon
      key={name}
      size={24}
      aria-label={t(`format.${name}`)}
      title={t(`format.${name}`)}
      aria-pressed={active?.[name] ?? false}
      className={classes.button}
      onMouseDown={(event) => event.preventDefault()}
      onClick={run}
    >
      {icon}
    </ActionIcon>
  );
  const chain = () => editor?.chain().focus();
  return (
    <div className={classes.toolbar} role="toolbar" aria-label={t("format.label")}>
      {button("bold", <IconBold size={16} />, () => chain()?.toggleBold().run())}
      {button("italic", <IconItalic size={16} />, () => chain()?.toggleItalic().run())}
      {button("bulletList", <IconList size={16} />, () => chain()?.toggleBulletList().run())}
      {button("orderedList", <IconListNumbers size={16} />, () => chain()?.toggleOrderedList().run())}
      {button("blockquote", <IconBlockquote size={16} />, () => chain()?.toggleBlockquote().run())}
      {button("code", <IconCode size={16} />, () => chain()?.toggleCodeBlock().run())}
      <LinkButton editor={editor} active={active?.link ?? false} />
      {onFiles && <AttachButton onFiles={onFiles} />}
    </div>
  );
}

function AttachButton({ onFiles }: { onFiles: (files: File[]) => void }) {
  const { t } = useTranslation("inbox");
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <ActionIcon
        size={24}
        aria-label={t("composer.attach")}
        title={t("composer.attach")}
        onClick={() => input.current?.click()}
      >
        <IconPaperclip size={16} />
      </ActionIcon>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        aria-label={t("composer.attach")}
        onChange={(event) => {
          onFiles([...(event.currentTarget.files ?? [])]);
          event.currentTarget.value = "";
        }}
      />
    </>
  );
}

function LinkButton({ editor, active }: { editor: Editor | null; active: boolean }) {
  const { t } = useTranslation("inbox");
  const [opened, setOpened] = useState(false);
  const [address, setAddress] = useState("");
  const open = () => {
    const href: unknown = editor?.getAttributes("link").href;
    setAddress(typeof href === "string" ? href : "");
    setOpened(true);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    event.stopPropagation();
    const target = address.trim();
    const chain = editor?.chain().focus().extendMarkRange("link");
    if (!target) chain?.unsetLink().run();
    else {
      const href = /^[a-z][a-z0-9+.-]*:/i.test(target) ? target : `https://${target}`;
      if (editor?.state.selection.empty && !active) {
        chain
          ?.insertContent({ type: "text", text: target, marks: [{ type: "link", attrs: { href } }] })
          .run();
      } else chain?.setLink({ href }).run();
    }
    setOpened(false);
  };
  return (
    <Popover opened={opened} onChange={setOpened} position="top" trapFocus>
      <Popover.Target>
        <ActionIcon
          size={24}
          aria-label={t("format.link")}
          title={t("format.link")}
          aria-pressed={active}
          className={classes.button}
          onClick={open}
        >
          <IconLink size={16} />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown data-keys="own">
        <form onSubmit={submit}>
          <TextInput
            label={t("format.linkTo")}
            placeholder="https://"
            value={address}
            onChange={(event) => setAddress(event.currentTarget.value)}
            data-autofocus
          />
        </form>
      </Popover.Dropdown>
    </Popover>
  );
}
