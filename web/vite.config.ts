import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import type { Plugin } from "vite";
import { defineConfig } from "vitest/config";

/** Every browser that speaks WebRTC reads woff2, so the older copies stay out of the binary. */
function woff2Only(): Plugin {
  return {
    name: "woff2-only",
    enforce: "pre",
    transform(code, id) {
      if (!id.includes("@fontsource") || !id.endsWith(".css")) return null;
      return code.replace(/,\s*url\([^)]+\.woff\)\s*format\('woff'\)/g, "");
    },
  };
}

const server = process.env["YUNQIAN_SERVER"] ?? "http://localhost:8080";

export default defineConfig({
  plugins: [woff2Only(), react()],
  resolve: { alias: { "@": fileURLToPath(new URL("./src", import.meta.url)) } },
  server: {
    proxy: {
      "/api": { target: server, ws: true },
      "/hls": { target: server },
      "/outbox": { target: server, bypass: (request) => (request.headers.accept?.includes("text/html") ? "/index.html" : null) },
    },
  },
  build: {
    target: "es2022",
    chunkSizeWarningLimit: 1400,
    assetsInlineLimit: (file) => (file.endsWith(".woff2") ? false : undefined),
  },
  test: { include: ["test/**/*.test.ts", "src/**/*.test.ts"], environment: "node" },
});
