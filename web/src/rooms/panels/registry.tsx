import { BarChartOutlined, EditOutlined, LockOutlined, MessageOutlined, QuestionCircleOutlined, TeamOutlined, WifiOutlined } from "@ant-design/icons";

import { ChatPanel } from "../parts/ChatPanel";
import { HandIcon } from "../parts/HandButton";
import { HandsPanel } from "../parts/HandsPanel";
import { PeoplePanel } from "../parts/PeoplePanel";
import { LinesPanel } from "./LinesPanel";
import { CaptionerPanel } from "./captions/CaptionerPanel";
import type { Panel } from "./panel";
import { PollsPanel } from "./polls/PollsPanel";
import { QuestionsPanel } from "./questions/QuestionsPanel";
import { counted } from "./questions/order";
import { TalksPanel } from "./talks/TalksPanel";

/** Every panel of a room, in the order of its tabs. */
export const PANELS: Panel[] = [
  {
    key: "chat",
    icon: <MessageOutlined />,
    label: "rooms-chat",
    news: ({ chat, me }, since) => chat.filter(({ at, participant }) => at > since && participant !== me.participant).length,
    body: ChatPanel,
  },
  {
    key: "questions",
    icon: <QuestionCircleOutlined />,
    label: "questions-tab",
    shown: ({ kind }) => kind !== "negotiation",
    count: ({ questions }) => counted(questions).waiting,
    waiting: ({ me }) => me.grants.moderate,
    news: ({ questions, me }, since) => questions.filter(({ at, participant }) => at > since && participant !== me.participant).length,
    body: QuestionsPanel,
  },
  {
    key: "polls",
    icon: <BarChartOutlined />,
    label: "polls-tab",
    shown: ({ kind, me, polls }) => kind !== "negotiation" && (me.grants.moderate || polls.length > 0),
    count: ({ polls, own }) => polls.filter(({ id, open }) => open && !own.ballots.some(({ poll }) => poll === id)).length,
    waiting: ({ me }) => !me.grants.moderate,
    body: PollsPanel,
  },
  {
    key: "people",
    icon: <TeamOutlined />,
    label: "rooms-people",
    count: ({ participants, viewers, waiting }) => (waiting.length > 0 ? waiting.length : participants.length + viewers),
    waiting: ({ waiting }) => waiting.length > 0,
    body: PeoplePanel,
  },
  {
    key: "hands",
    icon: <HandIcon />,
    label: "rooms-hands",
    shown: ({ kind }) => kind !== "negotiation",
    count: ({ hands }) => hands.length,
    waiting: ({ me }) => me.grants.moderate,
    body: HandsPanel,
  },
  {
    key: "talks",
    icon: <LockOutlined />,
    label: "talks-tab",
    shown: ({ me }) => me.grants.chat,
    count: ({ own }) => own.private.filter(({ state }) => state === "invited").length,
    waiting: () => true,
    news: ({ own }, since) => own.private.flatMap(({ person, lines }) => lines.filter((line) => line.person === person && line.at > since)).length,
    body: TalksPanel,
  },
  {
    key: "captioner",
    icon: <EditOutlined />,
    label: "captioner-tab",
    shown: ({ me }) => me.grants.caption,
    body: CaptionerPanel,
  },
  {
    key: "lines",
    icon: <WifiOutlined />,
    label: "lines-title",
    shown: ({ me }) => me.grants.moderate,
    body: LinesPanel,
  },
];
