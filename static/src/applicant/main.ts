import { createApp } from 'vue'
import App from './App.vue'
import '../shared/tokens.css'
import './style.css'

// after an upgrade of the service the parts this page knows are gone: a reload comes back to the call
window.addEventListener('vite:preloadError', () => location.reload())
createApp(App).mount('#app')
