/** Every word of the sample-room page: Chinese first, English beside it. */
import type { Both } from './room'

const t = (zh: string, en: string): Both => ({ zh, en })

export const TEXTS = {
  points: t('检查点', 'Points'),
  plan: t('平面图', 'Plan'),
  exams: t('考核', 'Exam'),
  planTitle: t('平面图与规则核对', 'Plan and rules'),
  kept: t('全部规则满足', 'all rules kept'),
  broken: t('项不符合', 'rules broken'),
  unconfirmed: t('条号待核实', 'clause not confirmed'),
  right: t('这样是对的', 'This is right'),
  wrong: t('这样不对', 'This is wrong'),
  before: t('上一处', 'Previous'),
  after: t('下一处', 'Next'),
  close: t('关闭', 'close'),
  unfold: t('展开说明', 'show more'),
  fold: t('收起说明', 'show less'),
  scenes: t('位置', 'scenes'),
  goTo: t('去', 'Go to'),
  loading: t('正在打开样板间', 'Opening the sample room'),
  loadingHint: t(
    '先出预览，高清画面好了会自动换上。',
    'A preview comes first; the sharp picture replaces it by itself.',
  ),
  failed: t(
    '画面没有加载出来。请检查网络，再试一次。',
    'The picture did not load. Check the network and try again.',
  ),
  noGraphics: t(
    '这个浏览器没有打开三维绘图（WebGL），请换用新版 Chrome、Edge 或 Safari。',
    'This browser has no 3-D graphics (WebGL). Use a current Chrome, Edge or Safari.',
  ),
  again: t('再试一次', 'Try again'),
  measure: t('测量', 'Measure'),
  firstPoint: t('点一下起点', 'Tap where to begin'),
  secondPoint: t('再点一下终点', 'Now tap the other end'),
  nothingThere: t(
    '这里没有能测的东西，请点近一点的地方。',
    'Nothing to measure there. Tap something nearer.',
  ),
  finer: t('拖动画面、用十字取点更准。', 'The cross is finer than a finger.'),
  setPoint: t('在十字处取点', 'Set a point at the cross'),
  undo: t('撤销', 'Undo'),
  clear: t('清空', 'Clear'),
  rise: t('高差', 'height'),
  level: t('水平', 'level'),
  atEdge: t('点在边缘上，取了近处的物体', 'at an edge: the nearer thing was taken'),
  bandMeans: t(
    '± 是误差范围：100 次测量有 95 次真值在其中。只作参考，验收以卷尺为准。',
    '± holds the true length 95 times in 100. For orientation; a tape decides.',
  ),
  depthLoading: t('正在取这个位置的距离数据……', 'Loading the distances of this scene…'),
  depthMissing: t(
    '这个位置的距离数据还没有算好，请稍候。',
    'The distances of this scene are not ready yet; please wait.',
  ),
  depthFailed: t('距离数据没有加载出来。请检查网络。', 'The distances did not load. Check the network.'),
  walk: t('走进去', 'Walk'),
  walkHint: t('样板间模型，可以走动', 'The room as a model to walk in'),
  walkLoading: t('正在搭建房间', 'Setting up the room'),
  walkFailed: t(
    '房间没有加载出来。请检查网络，再试一次。',
    'The room did not load. Check the network and try again.',
  ),
  back: t('回到全景', 'Panorama'),
  names: t('名称', 'Names'),
  headset: t('用 VR 眼镜看', 'VR headset'),
  headsetFailed: t(
    'VR 没有启动。请确认眼镜已连接、浏览器已允许使用 VR，再试一次。',
    'VR did not start. Check that the headset is connected and the browser allows VR, then try again.',
  ),
  stick: t('摇杆：推着走', 'Stick: push to walk'),
  keysGo: t('走', 'walk'),
  keysTurn: t('转身', 'turn'),
  floor: t('小平面图，点一下走到那里', 'Small plan, tap to go there'),
}

/** The family of an item: kitchen layout, extraction, oil-fume equipment, hygiene, site, fire and gas. */
export const FAMILIES: Record<string, Both> = {
  KL: t('厨房布局', 'Kitchen layout'),
  EX: t('排风排烟', 'Extraction'),
  OF: t('油烟净化', 'Oil fume'),
  HF: t('卫生设施', 'Hygiene'),
  SS: t('选址', 'Site'),
  FG: t('消防燃气', 'Fire and gas'),
}

/** The stages of building a room, in their order. */
export const STAGES: Record<string, Both> = {
  waiting: t('排队等候', 'waiting'),
  light: t('计算光照', 'baking light'),
  preview: t('生成预览', 'previews'),
  panorama: t('渲染高清全景', 'sharp panoramas'),
  done: t('完成', 'done'),
}
