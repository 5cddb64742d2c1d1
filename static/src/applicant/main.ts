import { createApp, defineAsyncComponent } from 'vue'
import App from './App.vue'
import '../shared/tokens.css'
import './style.css'

// after an upgrade of the service the parts this page knows are gone: a reload comes back to the call
window.addEventListener('vite:preloadError', () => location.reload())
// the link of an inspection, or of a reminder; only the first has to open at once
const [, way, token = ''] = location.pathname.split('/')
const RenewalApp = defineAsyncComponent(() => import('./renewal/RenewalApp.vue'))
createApp(way === 'r' ? RenewalApp : App, way === 'r' ? { token } : {}).mount('#app')
