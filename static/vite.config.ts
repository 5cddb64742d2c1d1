import { fileURLToPath } from 'node:url'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vite'

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** Four programs, one of them with a page for exams, and the way in. Each page is one HTML file; assets carry their hash. */
export default defineConfig({
  root: at('./pages'),
  publicDir: at('./public'),
  plugins: [vue()],
  resolve: { alias: { '@': at('./src') } },
  build: {
    outDir: at('./dist'),
    emptyOutDir: true,
    assetsDir: 'assets',
    manifest: 'manifest.json', // tests/budget.mjs weighs what it names
    target: ['es2022', 'safari15.4', 'chrome94'],
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1400,
    rolldownOptions: {
      input: {
        entry: at('./pages/index.html'),
        applicant: at('./pages/applicant/index.html'),
        desk: at('./pages/desk/index.html'),
        rooms: at('./pages/rooms/index.html'),
        exams: at('./pages/exams/index.html'),
        verify: at('./pages/verify/index.html'),
      },
    },
  },
})
