import { queryOptions } from "@tanstack/react-query";

import { get, post, remove } from "@/api/client";

/** A feed as the host sees it. */
export interface Feed {
  id: string;
  name: string;
  whip_url: string;
  created_at: string;
  /** Whether an encoder is connected by it now. */
  connected: boolean;
}

/** A new feed with the token that opens it; it is shown once. */
export interface CreatedFeed {
  id: string;
  name: string;
  whip_url: string;
  token: string;
}

/** The feeds of an item; an encoder connects without the record changing, so they are asked for again. */
export const feedsQuery = (item: string) =>
  queryOptions({
    queryKey: ["feeds", item],
    queryFn: ({ signal }) => get<Feed[]>(`/items/${item}/feeds`, undefined, signal),
    refetchInterval: 5_000,
  });

export const createFeed = (item: string, name: string, key: string) => post<CreatedFeed>(`/items/${item}/feeds`, { name }, key);

export const revokeFeed = (item: string, feed: string, key: string) => remove(`/items/${item}/feeds/${feed}`, key);
