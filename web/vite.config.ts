import { fileURLToPath } from 'node:url'
import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react(), tailwindcss()],
  resolve: { alias: { 'penchant/client': fileURLToPath(new URL('../src/client/index.ts', import.meta.url)) } },
  build: { outDir: '../dist/web', emptyOutDir: true },
  server: { proxy: { '/v1': 'http://127.0.0.1:4747' } },
})
