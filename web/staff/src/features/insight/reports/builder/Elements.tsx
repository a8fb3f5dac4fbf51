import { Button, Menu, Switch } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { ReportElement } from "@/lib/api/schema";
import { MoveList } from "../../moving/MoveList";
import classes from "./Builder.module.css";
import { ElementPreview } from "./ElementPreview";
import { ElementTools } from "./ElementTools";
import { type Built, blank, built, WHATS } from "./elements";
import type { PlanValues } from "./planForm";
import { Sentence } from "./Sentence";
import { useElementName } from "./useElementName";

interface Props {
  elements: ReportElement[];
  plan: PlanValues;
  onChange: (elements: ReportElement[]) => void;
}

/** The parts of a built report: a sentence each, in an order of the writer's own. */
export function Elements({ elements, plan, onChange }: Props) {
  const { t } = useTranslation("insight");
  const nameOf = useElementName();
  const [shown, setShown] = useState(false);
  const [keys, setKeys] = useState<string[]>([]);
  const items = withKeys(elements, keys);
  const put = (next: Built[]) => {
    setKeys(next.map((each) => each.key));
    onChange(next.map((each) => each.element));
  };
  const change = (item: Built, element: ReportElement) =>
    put(items.map((each) => (each.key === item.key ? { key: each.key, element } : each)));
  return (
    <>
      <MoveList
        items={items}
        keyOf={(item) => item.key}
        nameOf={(key) => {
          const found = items.find((item) => item.key === key);
          return found ? nameOf(found.element) : "";
        }}
        onChange={put}
        removable
        className={classes.elements}
        itemClassName={classes.element}
        render={(item, handles) => (
          <>
            <div className={classes.row}>
              <Sentence element={item.element} onChange={(element) => change(item, element)} />
              <div className={classes.tools}>
                <ElementTools element={item.element} plan={plan} />
                {handles}
              </div>
            </div>
            {shown && <ElementPreview element={item.element} plan={plan} />}
          </>
        )}
      />
      <div className={classes.add}>
        <Menu position="bottom-start">
          <Menu.Target>
            <Button variant="default" leftSection={<IconPlus size={14} aria-hidden="true" />}>
              {t("builder.add")}
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {WHATS.map((what) => (
              <Menu.Item key={what} onClick={() => put([...items, built(blank(what))])}>
                {t(`builder.whatIs.${what}`)}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
        {elements.length > 0 && (
          <Switch
            size="sm"
            label={t("builder.preview")}
            checked={shown}
            onChange={(event) => setShown(event.currentTarget.checked)}
          />
        )}
      </div>
    </>
  );
}

/** The elements with the keys they have on the screen; when others came from outside all keys are new. */
function withKeys(elements: readonly ReportElement[], keys: readonly string[]): Built[] {
  const known = keys.length === elements.length;
  return elements.map((element, index) => ({
    key: (known && keys[index]) || `place-${index}`,
    element,
  }));
}
