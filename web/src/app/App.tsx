import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "react-router";
import { Problem } from "@/api/problem";
import { LanguageProvider } from "@/i18n/LanguageProvider";
import { ChangeFeed } from "./ChangeFeed";
import { router } from "./router";

function worthAnotherTry(failures: number, error: Error): boolean {
  if (error instanceof Problem && error.status >= 400 && error.status < 500) return false;
  return failures < 2;
}

const client = new QueryClient({
  defaultOptions: { queries: { retry: worthAnotherTry, staleTime: 15_000, refetchOnWindowFocus: true } },
});

/** The whole app: server state, language, pages. */
export function App() {
  return (
    <QueryClientProvider client={client}>
      <ChangeFeed />
      <LanguageProvider>
        <RouterProvider router={router} />
      </LanguageProvider>
    </QueryClientProvider>
  );
}
