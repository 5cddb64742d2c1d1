import { createApp } from 'vue'
import '@photo-sphere-viewer/core/index.css'
import '@photo-sphere-viewer/markers-plugin/index.css'
import '../../shared/tokens.css'
import ExamApp from './ExamApp.vue'

createApp(ExamApp).mount('#app')
