import { createApp } from 'vue'
import '../shared/tokens.css'
import 'element-plus/theme-chalk/base.css'
import 'element-plus/theme-chalk/el-dialog.css'
import 'element-plus/theme-chalk/el-overlay.css'
import 'element-plus/theme-chalk/el-message.css'
import 'element-plus/theme-chalk/el-input.css'
import './style.css'
import './frame.css'
import DeskApp from './DeskApp.vue'

createApp(DeskApp).mount('#app')
