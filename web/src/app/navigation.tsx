import { AuditOutlined, BarChartOutlined, HomeOutlined, InboxOutlined, ProjectOutlined, SettingOutlined, VideoCameraOutlined } from "@ant-design/icons";
import type { ReactNode } from "react";
import type { Me } from "@/api/session";
import type { Role } from "@/api/types";
import { paths } from "./paths";

interface Destination {
  key: string;
  to: string;
  icon: ReactNode;
  /** Only for these roles; everybody without it. */
  roles?: Role[];
  /** Also in the bar at the bottom of a phone. */
  thumb?: boolean;
}

const destinations: Destination[] = [
  { key: "nav-lobby", to: paths.lobby(), icon: <HomeOutlined />, thumb: true },
  { key: "nav-projects", to: paths.projects(), icon: <ProjectOutlined />, thumb: true },
  { key: "nav-interests", to: paths.interests(), icon: <InboxOutlined />, thumb: true },
  { key: "nav-meetings", to: paths.meetings(), icon: <VideoCameraOutlined />, thumb: true },
  { key: "nav-agreements", to: paths.agreements(), icon: <AuditOutlined />, thumb: true },
  { key: "nav-figures", to: paths.figures(), icon: <BarChartOutlined />, roles: ["province_officer", "city_officer", "county_officer", "statistician"] },
  { key: "nav-administration", to: paths.administration(), icon: <SettingOutlined />, roles: ["province_officer", "city_officer", "host"] },
];

/** Whether a page in the navigation is for this person. */
export function mayVisit(me: Me | null | undefined, key: string): boolean {
  return destinationsFor(me).some((destination) => destination.key === key);
}

/** Where this person can go. */
export function destinationsFor(me: Me | null | undefined): Destination[] {
  const role = me?.active_membership?.role;
  return destinations.filter((d) => !d.roles || (role && d.roles.includes(role)));
}
