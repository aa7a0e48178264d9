import { describe, expect, it } from "vitest";

import type { LocalizedText } from "@/api/types";
import { planned } from "@/i18n/languages";
import { SIGNATORY_CAPACITY, laterTitle, templateClauses, templateTitle } from "./template";
import { TEMPLATE_TEXTS } from "./templateTexts";

const project = { zh: "移动地毯", en: "Mobile carpets" };
const parties: LocalizedText[] = [{ zh: "甲公司", en: "Firm A" }, { zh: "乙园区", en: "Park B" }, { en: "Chamber C" }];
const amount = { minor: 12_345_600, currency: "EUR" };

describe("an agreement's template", () => {
  it("stands in every language", () => {
    const codes = planned.map(({ code }) => code).sort();
    expect(Object.keys(TEMPLATE_TEXTS).sort()).toEqual(codes);
    expect(Object.keys(SIGNATORY_CAPACITY).sort()).toEqual(codes);
    for (const { clauses } of Object.values(TEMPLATE_TEXTS)) expect(clauses).toHaveLength(TEMPLATE_TEXTS["zh"]!.clauses.length);
  });

  it("leaves no place empty, in whichever two languages", () => {
    for (const first of Object.keys(TEMPLATE_TEXTS)) {
      for (const second of Object.keys(TEMPLATE_TEXTS)) {
        if (first === second) continue;
        const clauses = templateClauses({ languages: [first, second], project, parties, amount });
        for (const { heading, body } of clauses) {
          expect(Object.keys(heading)).toEqual([first, second]);
          expect(Object.keys(body)).toEqual([first, second]);
          expect(Object.values(body).join("")).not.toMatch(/[{}]/);
        }
      }
    }
  });

  it("names the languages that are equally authentic, each as its own text calls them", () => {
    const last = templateClauses({ languages: ["fr", "ar"], project, parties, amount }).at(-1)?.body;
    expect(last?.["fr"]).toContain("établi en français et en arabe");
    expect(last?.["ar"]).toContain("باللغتين الفرنسية والعربية");
  });

  it("names all the parties, the last after its own word", () => {
    const [clause] = templateClauses({ languages: ["de", "zh"], project, parties, amount });
    expect(clause?.body["de"]).toContain("Firm A, Park B und Chamber C schließen");
    expect(clause?.body["zh"]).toContain("甲公司、乙园区与Chamber C本着");
  });

  it("has a title in each", () => {
    expect(templateTitle("intent", project)).toMatchObject({ zh: "移动地毯投资意向书", en: "Letter of Intent: Mobile carpets", es: "Carta de intención: Mobile carpets" });
    expect(laterTitle("amendment", project)).toMatchObject({ zh: "“移动地毯”变更协议", fr: "Avenant : Mobile carpets" });
  });
});
