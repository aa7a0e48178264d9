import { MessageOutlined, TeamOutlined } from "@ant-design/icons";

import { ChatPanel } from "../parts/ChatPanel";
import { HandIcon } from "../parts/HandButton";
import { HandsPanel } from "../parts/HandsPanel";
import { PeoplePanel } from "../parts/PeoplePanel";
import type { Panel } from "./panel";

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
    key: "people",
    icon: <TeamOutlined />,
    label: "rooms-people",
    count: ({ participants, viewers }) => participants.length + viewers,
    body: PeoplePanel,
  },
  {
    key: "hands",
    icon: <HandIcon />,
    label: "rooms-hands",
    count: ({ hands }) => hands.length,
    waiting: ({ me }) => me.grants.moderate,
    body: HandsPanel,
  },
];
