import { defineConfig } from "vite";

// One module without a page of its own; `islands_built.py` finds its name in the manifest.
export default defineConfig({
  publicDir: false,
  build: {
    outDir: "../static/built",
    emptyOutDir: true,
    manifest: "manifest.json",
    target: "es2022",
    modulePreload: false,
    rolldownOptions: {
      input: { islands: "src/islands.ts" },
      output: { entryFileNames: "[name]-[hash].js" },
    },
  },
});
