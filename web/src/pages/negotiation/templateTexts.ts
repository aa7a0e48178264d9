import type { AgreementKind, Relation } from "@/api/types";

/**
 * The first version of an agreement in one language; `{project}`, `{parties}`, `{amount}` and, for the two languages
 * that are equally authentic, `{first}` and `{second}` are filled in.
 */
export interface TemplateTexts {
  kinds: Record<AgreementKind, string>;
  /** Of `{kind}` and `{project}`. */
  title: string;
  /** Titles of later agreements, of the first one's `{title}`. */
  later: Record<Relation, string>;
  /** What a signatory signs as, where nothing else was agreed. */
  capacity: string;
  /** Between the parties, and before the last of them. */
  comma: string;
  and: string;
  /** In place of an amount. */
  noAmount: string;
  clauses: { heading: string; body: string }[];
}

const zh: TemplateTexts = {
  kinds: { intent: "投资意向书", framework: "合作框架协议", contract: "投资合同" },
  title: "{project}{kind}",
  later: {
    amendment: "“{title}”变更协议", termination: "“{title}”终止协议", force_majeure: "“{title}”不可抗力通知",
    expansion: "“{title}”增资合同", owner_change: "“{title}”更换业主协议",
  },
  capacity: "授权代表",
  comma: "、",
  and: "与",
  noAmount: "由双方另行商定的金额",
  clauses: [
    { heading: "当事方与宗旨", body: "{parties}本着平等自愿、互利共赢的原则，就“{project}”项目订立本协议。" },
    { heading: "投资金额", body: "项目协议投资总额为{amount}。实际到位资金以到账凭证为准，另行记录。" },
    { heading: "双方义务", body: "投资方负责项目资金、技术与团队的落实；落地方依法提供场地、配套与政务服务，并指定专人负责跟进。" },
    { heading: "保密", body: "未经对方书面同意，任何一方不得向第三方披露谈判中获得的非公开信息。" },
    { heading: "电子签署", body: "双方同意以可靠的电子签名签署本协议，电子签署的文本与书面文本具有同等效力。" },
    { heading: "争议与文本", body: "因本协议产生的争议由双方友好协商解决；协商不成的，依约定的方式处理。本协议以{first}和{second}两种文字写成，两种文本具有同等效力。" },
  ],
};

const en: TemplateTexts = {
  kinds: { intent: "Letter of Intent", framework: "Framework Agreement", contract: "Investment Contract" },
  title: "{kind}: {project}",
  later: {
    amendment: "Amendment: {title}", termination: "Termination: {title}", force_majeure: "Notice of force majeure: {title}",
    expansion: "Expansion: {title}", owner_change: "Change of owner: {title}",
  },
  capacity: "Authorised representative",
  comma: ", ",
  and: " and ",
  noAmount: "an amount to be agreed separately",
  clauses: [
    { heading: "Parties and purpose", body: "{parties} conclude this agreement on the project “{project}” freely, as equals and to mutual benefit." },
    { heading: "Investment", body: "The agreed total investment is {amount}. Money paid in is recorded separately and proved by receipts." },
    { heading: "Obligations", body: "The investing side provides funds, technology and staff. The receiving side provides the site, utilities and public services as the law allows, and names an officer in charge." },
    { heading: "Confidentiality", body: "Neither side discloses non-public information from the talks to third parties without the other’s written consent." },
    { heading: "Electronic signature", body: "The sides agree to sign by reliable electronic signatures; the text so signed has the same effect as one on paper." },
    { heading: "Disputes and languages", body: "Disputes are settled by friendly talks and, failing these, in the manner agreed. This agreement is made in {first} and {second}; both texts are equally authentic." },
  ],
};

const fr: TemplateTexts = {
  kinds: { intent: "Lettre d’intention", framework: "Accord-cadre", contract: "Contrat d’investissement" },
  title: "{kind} : {project}",
  later: {
    amendment: "Avenant : {title}", termination: "Résiliation : {title}", force_majeure: "Notification de force majeure : {title}",
    expansion: "Augmentation de l’investissement : {title}", owner_change: "Changement de titulaire : {title}",
  },
  capacity: "Représentant dûment habilité",
  comma: ", ",
  and: " et ",
  noAmount: "un montant à convenir séparément",
  clauses: [
    { heading: "Parties et objet", body: "{parties} concluent le présent accord relatif au projet « {project} » de leur plein gré, sur un pied d’égalité et dans leur intérêt mutuel." },
    { heading: "Investissement", body: "L’investissement total convenu s’élève à {amount}. Les sommes effectivement versées sont constatées séparément, sur présentation des justificatifs." },
    { heading: "Obligations des parties", body: "L’investisseur apporte les fonds, la technologie et le personnel. La partie d’accueil fournit, dans les limites prévues par la loi, le site, les raccordements et les services publics, et désigne un responsable du suivi." },
    { heading: "Confidentialité", body: "Aucune des parties ne divulgue à des tiers les informations non publiques issues des négociations sans le consentement écrit de l’autre partie." },
    { heading: "Signature électronique", body: "Les parties conviennent de signer le présent accord au moyen de signatures électroniques fiables ; le texte ainsi signé a la même valeur juridique qu’un écrit sur support papier." },
    { heading: "Différends et langues", body: "Les différends sont réglés à l’amiable et, à défaut, selon les modalités convenues. Le présent accord est établi en {first} et en {second}, les deux textes faisant également foi." },
  ],
};

const es: TemplateTexts = {
  kinds: { intent: "Carta de intención", framework: "Acuerdo marco", contract: "Contrato de inversión" },
  title: "{kind}: {project}",
  later: {
    amendment: "Modificación: {title}", termination: "Terminación: {title}", force_majeure: "Notificación de fuerza mayor: {title}",
    expansion: "Ampliación de la inversión: {title}", owner_change: "Cambio de titular: {title}",
  },
  capacity: "Representante autorizado",
  comma: ", ",
  and: " y ",
  noAmount: "un importe que se acordará por separado",
  clauses: [
    { heading: "Partes y objeto", body: "{parties} celebran el presente acuerdo relativo al proyecto «{project}» libremente, en pie de igualdad y en beneficio mutuo." },
    { heading: "Inversión", body: "La inversión total acordada asciende a {amount}. Las cantidades efectivamente desembolsadas se registran por separado y se acreditan con los correspondientes justificantes." },
    { heading: "Obligaciones de las partes", body: "La parte inversora aporta los fondos, la tecnología y el personal. La parte receptora facilita, conforme a la ley, el emplazamiento, los suministros y los servicios públicos, y designa a un responsable del seguimiento." },
    { heading: "Confidencialidad", body: "Ninguna de las partes revelará a terceros información no pública obtenida en las negociaciones sin el consentimiento escrito de la otra." },
    { heading: "Firma electrónica", body: "Las partes convienen en firmar el presente acuerdo mediante firmas electrónicas fiables; el texto así firmado tiene la misma validez jurídica que el suscrito en papel." },
    { heading: "Controversias e idiomas", body: "Las controversias se resolverán de forma amistosa y, en su defecto, en la forma convenida. El presente acuerdo se redacta en {first} y en {second}, y ambos textos son igualmente auténticos." },
  ],
};

const ru: TemplateTexts = {
  kinds: { intent: "Протокол о намерениях", framework: "Рамочное соглашение", contract: "Инвестиционный договор" },
  title: "{kind}: {project}",
  later: {
    amendment: "Дополнительное соглашение: {title}", termination: "Соглашение о расторжении: {title}", force_majeure: "Уведомление о форс-мажоре: {title}",
    expansion: "Увеличение инвестиций: {title}", owner_change: "Смена инвестора: {title}",
  },
  capacity: "Уполномоченный представитель",
  comma: ", ",
  and: " и ",
  noAmount: "сумму, подлежащую отдельному согласованию",
  clauses: [
    { heading: "Стороны и предмет", body: "{parties} добровольно, на равноправной и взаимовыгодной основе заключают настоящее соглашение по проекту «{project}»." },
    { heading: "Объём инвестиций", body: "Согласованный общий объём инвестиций составляет {amount}. Фактически внесённые средства учитываются отдельно и подтверждаются платёжными документами." },
    { heading: "Обязательства сторон", body: "Инвестирующая сторона обеспечивает финансирование, технологии и персонал. Принимающая сторона в соответствии с законодательством предоставляет площадку, инженерную инфраструктуру и государственные услуги и назначает ответственного сотрудника." },
    { heading: "Конфиденциальность", body: "Ни одна из сторон не раскрывает третьим лицам непубличную информацию, полученную в ходе переговоров, без письменного согласия другой стороны." },
    { heading: "Электронная подпись", body: "Стороны соглашаются подписать настоящее соглашение надёжными электронными подписями; подписанный таким образом текст имеет ту же юридическую силу, что и документ на бумажном носителе." },
    { heading: "Споры и языки", body: "Споры разрешаются путём дружественных переговоров, а при недостижении согласия — в согласованном порядке. Настоящее соглашение составлено на двух языках ({first}, {second}); оба текста имеют одинаковую силу." },
  ],
};

const ar: TemplateTexts = {
  kinds: { intent: "خطاب نوايا", framework: "اتفاقية إطارية", contract: "عقد استثمار" },
  title: "{kind}: {project}",
  later: {
    amendment: "اتفاقية تعديل: {title}", termination: "اتفاقية إنهاء: {title}", force_majeure: "إخطار بقوة قاهرة: {title}",
    expansion: "زيادة الاستثمار: {title}", owner_change: "تغيير المالك: {title}",
  },
  capacity: "الممثل المفوَّض",
  comma: "، ",
  and: " و",
  noAmount: "مبلغًا يُتفق عليه على حدة",
  clauses: [
    { heading: "الأطراف والغرض", body: "يُبرم {parties} هذه الاتفاقية بشأن مشروع «{project}» بإرادتهم الحرة وعلى قدم المساواة ولما فيه منفعتهم المتبادلة." },
    { heading: "الاستثمار", body: "يبلغ إجمالي الاستثمار المتفق عليه {amount}. وتُقيَّد المبالغ المدفوعة فعلًا على حدة وتُثبت بالمستندات الدالة عليها." },
    { heading: "التزامات الأطراف", body: "يلتزم الطرف المستثمر بتوفير الأموال والتقنية والكوادر. ويلتزم الطرف المضيف، في حدود القانون، بتوفير الموقع والمرافق والخدمات العامة، ويعيِّن مسؤولًا عن المتابعة." },
    { heading: "السرية", body: "لا يجوز لأي طرف أن يفصح للغير عن معلومات غير معلنة حصل عليها في المفاوضات من دون موافقة خطية من الطرف الآخر." },
    { heading: "التوقيع الإلكتروني", body: "يتفق الأطراف على توقيع هذه الاتفاقية بتوقيعات إلكترونية موثوقة، ويكون للنص الموقَّع على هذا النحو الأثر القانوني ذاته المقرر للنص الورقي." },
    { heading: "المنازعات واللغات", body: "تُسوّى المنازعات وديًّا، فإن تعذر ذلك فبالطريقة المتفق عليها. وحُررت هذه الاتفاقية باللغتين {first} و{second}، ويتساوى النصان في الحجية." },
  ],
};

const de: TemplateTexts = {
  kinds: { intent: "Absichtserklärung", framework: "Rahmenvereinbarung", contract: "Investitionsvertrag" },
  title: "{kind}: {project}",
  later: {
    amendment: "Änderungsvereinbarung: {title}", termination: "Aufhebungsvereinbarung: {title}", force_majeure: "Anzeige höherer Gewalt: {title}",
    expansion: "Erweiterung der Investition: {title}", owner_change: "Wechsel des Trägers: {title}",
  },
  capacity: "Bevollmächtigter Vertreter",
  comma: ", ",
  and: " und ",
  noAmount: "einen gesondert zu vereinbarenden Betrag",
  clauses: [
    { heading: "Parteien und Zweck", body: "{parties} schließen diese Vereinbarung über das Projekt „{project}“ freiwillig, gleichberechtigt und zum beiderseitigen Vorteil." },
    { heading: "Investition", body: "Die vereinbarte Gesamtinvestition beläuft sich auf {amount}. Tatsächlich geleistete Zahlungen werden gesondert erfasst und durch Belege nachgewiesen." },
    { heading: "Pflichten der Parteien", body: "Die investierende Partei stellt Mittel, Technologie und Personal bereit. Die aufnehmende Partei stellt im Rahmen der Gesetze Standort, Anschlüsse und behördliche Leistungen bereit und benennt einen verantwortlichen Ansprechpartner." },
    { heading: "Vertraulichkeit", body: "Keine Partei gibt nicht öffentliche Informationen aus den Verhandlungen ohne schriftliche Zustimmung der anderen Partei an Dritte weiter." },
    { heading: "Elektronische Unterschrift", body: "Die Parteien vereinbaren, diese Vereinbarung mit zuverlässigen elektronischen Signaturen zu unterzeichnen; der so unterzeichnete Text hat dieselbe Wirkung wie eine Urkunde auf Papier." },
    { heading: "Streitigkeiten und Sprachen", body: "Streitigkeiten werden einvernehmlich und, falls dies nicht gelingt, auf dem vereinbarten Weg beigelegt. Diese Vereinbarung ist in zwei Sprachen abgefasst ({first} und {second}); beide Fassungen sind gleichermaßen verbindlich." },
  ],
};

const ja: TemplateTexts = {
  kinds: { intent: "投資意向書", framework: "協力枠組協定", contract: "投資契約書" },
  title: "{project} {kind}",
  later: {
    amendment: "変更合意書：{title}", termination: "終了合意書：{title}", force_majeure: "不可抗力通知書：{title}",
    expansion: "増資契約書：{title}", owner_change: "事業主変更合意書：{title}",
  },
  capacity: "代表権限を有する者",
  comma: "、",
  and: "及び",
  noAmount: "当事者が別途合意する金額",
  clauses: [
    { heading: "当事者及び目的", body: "{parties}は、対等かつ自由な意思に基づき、相互の利益のため、「{project}」に関して本合意を締結する。" },
    { heading: "投資額", body: "本件の合意投資総額は、{amount}とする。実際に払い込まれた資金は、証憑に基づき別途記録する。" },
    { heading: "当事者の義務", body: "投資を行う当事者は、資金、技術及び人員を提供する。受け入れる当事者は、法令の範囲内で用地、ユーティリティ及び行政サービスを提供し、担当者を指定する。" },
    { heading: "秘密保持", body: "いずれの当事者も、相手方の書面による同意なく、交渉において得た非公開の情報を第三者に開示してはならない。" },
    { heading: "電子署名", body: "当事者は、信頼できる電子署名により本合意に署名することに同意する。このように署名された文書は、書面と同一の効力を有する。" },
    { heading: "紛争及び言語", body: "紛争は、友好的な協議により解決し、協議が調わないときは、合意された方法による。本合意は{first}及び{second}により作成し、いずれの文書も等しく正文とする。" },
  ],
};

const ko: TemplateTexts = {
  kinds: { intent: "투자의향서", framework: "협력기본협정서", contract: "투자계약서" },
  title: "{project} {kind}",
  later: {
    amendment: "변경협약서: {title}", termination: "해지협약서: {title}", force_majeure: "불가항력 통지서: {title}",
    expansion: "증자계약서: {title}", owner_change: "사업주 변경협약서: {title}",
  },
  capacity: "권한 있는 대표자",
  comma: ", ",
  and: " 및 ",
  noAmount: "당사자가 별도로 합의하는 금액",
  clauses: [
    { heading: "당사자 및 목적", body: "{parties}은(는) 자유로운 의사에 따라 대등한 지위에서 상호 이익을 위하여 “{project}” 사업에 관하여 본 협약을 체결한다." },
    { heading: "투자 금액", body: "합의된 총투자금액은 {amount}(으)로 한다. 실제로 납입된 자금은 증빙서류에 의하여 별도로 기록한다." },
    { heading: "당사자의 의무", body: "투자 당사자는 자금, 기술 및 인력을 제공한다. 유치 당사자는 법령이 정하는 범위에서 부지, 기반시설 및 행정서비스를 제공하고 담당자를 지정한다." },
    { heading: "비밀유지", body: "어느 당사자도 상대방의 서면 동의 없이 협상 과정에서 취득한 비공개 정보를 제3자에게 공개하지 아니한다." },
    { heading: "전자서명", body: "당사자는 신뢰할 수 있는 전자서명으로 본 협약에 서명하는 데 동의하며, 이와 같이 서명된 문서는 서면 문서와 동일한 효력을 가진다." },
    { heading: "분쟁 및 언어", body: "분쟁은 우호적인 협의로 해결하고, 협의가 이루어지지 아니하는 경우에는 합의된 방법에 따른다. 본 협약은 {first} 및 {second}로 작성하며, 두 문서는 동등한 효력을 가진다." },
  ],
};

/** The texts stand side by side here because they are the agreement, not the interface. */
export const TEMPLATE_TEXTS: Record<string, TemplateTexts> = { zh, en, fr, es, ru, ar, de, ja, ko };
