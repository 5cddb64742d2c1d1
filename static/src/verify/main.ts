import { createApp } from 'vue'
import '../shared/tokens.css'
import App from './App.vue'
import './verify.css'

/** `/v/TOKEN` is what a code leads to; `/verify` begins with a PDF instead. */
const token = decodeURIComponent(location.pathname.split('/')[2] ?? '')
createApp(App, { token }).mount('#app')
