import { useQuery } from "@tanstack/react-query";
import { Spin } from "antd";
import type { ReactNode } from "react";
import { Navigate, useLocation } from "react-router";
import { sessionQuery } from "@/api/session";
import { ProblemPage } from "@/ui/Problem";
import { paths } from "./paths";

/** Shows its children to signed-in people and sends others to the sign-in page and back. */
export function SignedIn({ children }: { children: ReactNode }) {
  const session = useQuery(sessionQuery);
  const { pathname, search } = useLocation();
  if (session.isPending) return <Spin size="large" className="yq-page-spin" delay={400} />;
  if (session.isError) return <ProblemPage error={session.error} retry={() => void session.refetch()} />;
  if (!session.data) return <Navigate to={paths.signIn(pathname + search)} replace />;
  return children;
}
