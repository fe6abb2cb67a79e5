import adapter from '@sveltejs/adapter-static';
import { vitePreprocess } from '@sveltejs/vite-plugin-svelte';

/** @type {import('@sveltejs/kit').Config} */
export default {
  preprocess: vitePreprocess(),
  kit: {
    adapter: adapter({ fallback: 'index.html' }),
    // The app has no server of its own: server/main.ts serves the build.
    version: { pollInterval: 0 },
    // Screens register it: src/lib/live/shell.ts.
    serviceWorker: { register: false },
  },
};
