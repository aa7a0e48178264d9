import type { AgreementKind, Clause, LocalizedText, Money } from "@/api/types";

/** What the first version of an agreement is filled with. */
export interface TemplateFacts {
  kind: AgreementKind;
  project: LocalizedText;
  parties: LocalizedText[];
  amount: Money | null;
}

/** Drafts in Chinese and English stand side by side here because they are the agreement, not the interface. */
const KIND_ZH: Record<AgreementKind, string> = { intent: "投资意向书", framework: "合作框架协议", contract: "投资合同" };
const KIND_EN: Record<AgreementKind, string> = {
  intent: "Letter of Intent",
  framework: "Framework Agreement",
  contract: "Investment Contract",
};

/** What a signatory signs as, where nothing else was agreed. */
export const SIGNATORY_CAPACITY: LocalizedText = { zh: "授权代表", en: "Authorised representative" };

const in2 = (text: LocalizedText, code: string) => text[code] ?? text["en"] ?? text["zh"] ?? "";

/** Builds the title of an agreement in both languages. */
export function templateTitle(kind: AgreementKind, project: LocalizedText): LocalizedText {
  return { zh: `${in2(project, "zh")}${KIND_ZH[kind]}`, en: `${KIND_EN[kind]}: ${in2(project, "en")}` };
}

function amountText(amount: Money | null, code: "zh" | "en"): string {
  if (!amount) return code === "zh" ? "由双方另行商定的金额" : "an amount to be agreed separately";
  const format = new Intl.NumberFormat(code, { style: "currency", currency: amount.currency, currencyDisplay: code === "zh" ? "name" : "code" });
  const digits = format.resolvedOptions().maximumFractionDigits ?? 2;
  return format.format(amount.minor / 10 ** digits);
}

/** Builds the first version's clauses from what is known; both sides change them from here on. */
export function templateClauses({ project, parties, amount }: TemplateFacts): Clause[] {
  const list = (code: string, and: string) => parties.map((party) => in2(party, code)).join(and);
  return [
    {
      heading: { zh: "当事方与宗旨", en: "Parties and purpose" },
      body: {
        zh: `${list("zh", "与")}本着平等自愿、互利共赢的原则，就“${in2(project, "zh")}”项目订立本协议。`,
        en: `${list("en", " and ")} conclude this agreement on the project “${in2(project, "en")}” freely, as equals and to mutual benefit.`,
      },
    },
    {
      heading: { zh: "投资金额", en: "Investment" },
      body: {
        zh: `项目协议投资总额为${amountText(amount, "zh")}。实际到位资金以到账凭证为准，另行记录。`,
        en: `The agreed total investment is ${amountText(amount, "en")}. Money paid in is recorded separately and proved by receipts.`,
      },
    },
    {
      heading: { zh: "双方义务", en: "Obligations" },
      body: {
        zh: "投资方负责项目资金、技术与团队的落实；落地方依法提供场地、配套与政务服务，并指定专人负责跟进。",
        en: "The investing side provides funds, technology and staff. The receiving side provides the site, utilities and public services as the law allows, and names an officer in charge.",
      },
    },
    {
      heading: { zh: "保密", en: "Confidentiality" },
      body: {
        zh: "未经对方书面同意，任何一方不得向第三方披露谈判中获得的非公开信息。",
        en: "Neither side discloses non-public information from the talks to third parties without the other’s written consent.",
      },
    },
    {
      heading: { zh: "电子签署", en: "Electronic signature" },
      body: {
        zh: "双方同意以可靠的电子签名签署本协议，电子签署的文本与书面文本具有同等效力。",
        en: "The sides agree to sign by reliable electronic signatures; the text so signed has the same effect as one on paper.",
      },
    },
    {
      heading: { zh: "争议与文本", en: "Disputes and languages" },
      body: {
        zh: "因本协议产生的争议由双方友好协商解决；协商不成的，依约定的方式处理。中英文文本具有同等效力。",
        en: "Disputes are settled by friendly talks and, failing these, in the manner agreed. The Chinese and English texts are equally authentic.",
      },
    },
  ];
}
