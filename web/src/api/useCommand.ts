import { type QueryKey, useMutation, useQueryClient } from "@tanstack/react-query";
import { App } from "antd";
import { createElement, useRef } from "react";
import { ProblemLine } from "@/ui/Problem";
import { useProblemText } from "@/ui/problemText";
import { freshKey } from "./client";
import { Problem } from "./problem";

interface Options<In, Out> {
  /** Sends the command with the action's idempotency key. */
  run: (input: In, key: string) => Promise<Out>;
  /** Queries to mark as stale afterwards. */
  stale?: QueryKey[];
  /** Stay pending until those are fresh again, where the next action depends on them. */
  settle?: boolean;
  /** Said in a toast when it went through. */
  done?: string;
  onDone?: (result: Out, input: In) => void;
  /** Leave failures to the caller instead of a toast. */
  quiet?: boolean;
}

/**
 * One user action as a command: the key stays the same while the same input is tried again after a lost line,
 * so the server does the thing once; a refusal or a success ends it.
 */
export function useCommand<In = void, Out = void>(options: Options<In, Out>) {
  const client = useQueryClient();
  const { message } = App.useApp();
  const say = useProblemText();
  const pending = useRef<{ input: string; key: string } | null>(null);

  return useMutation<Out, Error, In>({
    mutationFn: (input) => {
      const fingerprint = JSON.stringify(input) ?? "";
      if (pending.current?.input !== fingerprint) pending.current = { input: fingerprint, key: freshKey() };
      return options.run(input, pending.current.key);
    },
    onSuccess: (result, input) => {
      pending.current = null;
      const fresh = (options.stale ?? []).map((queryKey) => client.invalidateQueries({ queryKey }));
      if (options.done) void message.success(options.done);
      options.onDone?.(result, input);
      return options.settle ? Promise.all(fresh) : undefined;
    },
    onError: (error) => {
      if (error instanceof Problem && error.status !== 0) pending.current = null;
      if (options.quiet) return;
      void message.error(createElement(ProblemLine, { text: say(error) }), 6);
    },
  });
}
