import { Spin } from "antd";
import { type ComponentType, Suspense, lazy } from "react";
import { Outlet, type RouteObject, createBrowserRouter } from "react-router";
import { ThemeScope } from "@/theme/ThemeScope";
import type { ThemeName } from "@/theme/tokens";
import { Layout } from "./Layout";
import { NotFound } from "./NotFound";
import { RouteProblem } from "./RouteProblem";
import { SignedIn } from "./SignedIn";
import type { PageRoute } from "./pageRoute";

const modules = import.meta.glob<{ default: PageRoute[] }>("../pages/*/route.ts", { eager: true });
const pages = Object.values(modules).flatMap((module) => module.default);

function element(route: PageRoute, Page: ComponentType) {
  const shown = (
    <Suspense fallback={<Spin size="large" className="yq-page-spin" delay={400} />}>
      <Page />
    </Suspense>
  );
  return route.open ? shown : <SignedIn>{shown}</SignedIn>;
}

/** The pages that share a surface and a frame, under one parent, so that moving among them keeps the frame. */
function group(theme: ThemeName, frame: "layout" | "bare", extra: RouteObject[] = []): RouteObject {
  const members = pages.filter((route) => (route.theme ?? "paper") === theme && (route.frame ?? "layout") === frame);
  return {
    errorElement: <ThemeScope name="paper"><RouteProblem /></ThemeScope>,
    element: <ThemeScope name={theme}>{frame === "bare" ? <Outlet /> : <Layout />}</ThemeScope>,
    children: [
      ...members.map((route) => ({ path: route.path, element: element(route, lazy(route.page)), errorElement: <RouteProblem /> })),
      ...extra,
    ],
  };
}

/** The route table: every page folder's routes and the page for everything else. */
export const router = createBrowserRouter([
  group("paper", "layout", [{ path: "*", element: <NotFound /> }]),
  group("paper", "bare"),
  group("stage", "layout"),
  group("stage", "bare"),
]);
