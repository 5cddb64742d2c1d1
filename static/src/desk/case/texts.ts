import type { Text } from '../texts'

const t = (zh: string, en: string): Text => ({ zh, en })

export const CASE = {
  open_call: t('开始视频勘验', 'Start the call'),
  join_call: t('进入视频勘验', 'Join the call'),
  sign_now: t('去签字', 'Sign now'),
  facts: t('申请信息', 'Application'),
  address: t('地址', 'Address'),
  credit_code: t('统一社会信用代码', 'Credit code'),
  applicant: t('申请人', 'Applicant'),
  phone: t('电话', 'Telephone'),
  format: t('主体业态', 'Format'),
  activities: t('经营项目', 'Activities'),
  checklist: t('检查项', 'Checklist'),
  left_out: t('不检查的项目及原因', 'Left out, and why'),
  why_asked: t('为何检查', 'Why asked'),
  how_filmed: t('怎样拍', 'Film'),
  how_judged: t('怎样判', 'Judge'),
  clauses: t('依据', 'Clauses'),
  unconfirmed: t('条款待核对', 'to be confirmed'),
  key_item: t('关键项', 'Key item'),
  general_item: t('一般项', 'General item'),
  judged: t('已判', 'judged'),
  evidence: t('证据', 'Evidence'),
  evidence_empty: t('连线后，每次取证都会出现在这里。', 'Each capture during the call appears here.'),
  still: t('手机原图', 'Phone still'),
  frame: t('视频取帧', 'Video frame'),
  recorded: t('录像取帧', 'From the recording'),
  making_copy: t('正在制作缩略图', 'Making the thumbnail'),
  story: t('经过', 'Story'),
  story_more: t('查看全部经过', 'Show the whole story'),
  item_page: t('样板间中查看', 'See in the sample room'),
}

export const INVITATION = {
  title: t('邀请申请人', 'Invite the applicant'),
  none: t('还没有发出邀请。链接只能由一部手机打开。', 'Not invited yet. The link is for one phone only.'),
  make: t('生成邀请链接', 'Create the link'),
  again: t('换新链接', 'New link'),
  ends: t(
    '旧链接会立即失效，需要把新链接再发给申请人。',
    'The old link ends at once; the new one must be sent again.',
  ),
  ends_opened: t(
    '申请人已用旧链接进入。换新后，对方的手机会被请出，须用新链接重新进入。',
    'The applicant is in by the old link. That phone must come back by the new one.',
  ),
  sure: t('作废旧链接并换新', 'End the old, make a new one'),
  copy: t('复制链接', 'Copy link'),
  copied: t('已复制', 'Copied'),
  copy_failed: t('请手动选中复制', 'Please copy by hand'),
  scan: t('用手机扫码，或把链接发给申请人。', 'Scan with the phone, or send the link.'),
  once: t('链接只在此刻显示一次，离开后请重新生成。', 'The link is shown once; renew it later.'),
  until: t('有效期至', 'valid until'),
}

export const INVITATION_STATES: Record<string, Text> = {
  open: t('等待打开', 'Not opened yet'),
  new: t('等待打开', 'Not opened yet'),
  issued: t('等待打开', 'Not opened yet'),
  claimed: t('申请人已打开', 'Opened by the applicant'),
  taken: t('申请人已打开', 'Opened by the applicant'),
  revoked: t('已作废', 'Revoked'),
  expired: t('已过期', 'Expired'),
}

export const DETERMINATION = {
  title: t('结论', 'Conclusion'),
  so_far: t('按目前判定推算', 'By the verdicts so far'),
  none: t('全部判完后，这里给出推算结论。', 'Shown once every item has a verdict.'),
  food: t('食品经营', 'Food business'),
  fume: t('油烟治理', 'Oil fume'),
}

export const FACTS: Record<string, Text> = {
  area_m2: t('面积 m²', 'Area m²'),
  dining_m2: t('就餐区 m²', 'Dining m²'),
  stoves: t('灶台数', 'Stoves'),
  sinks: t('水池数', 'Sinks'),
  scale: t('规模', 'Scale'),
  gas: t('燃气', 'Gas'),
  outlet_distance_m: t('排口距敏感点 m', 'Outlet distance m'),
  fume: t('产生油烟', 'Oil fume'),
  steam: t('蒸煮', 'Steaming'),
  bbq: t('烧烤', 'Barbecue'),
  hot: t('热食', 'Hot food'),
  cold_meat: t('冷荤', 'Cold meat'),
  cold_veg: t('冷素', 'Cold vegetables'),
  raw: t('生食', 'Raw food'),
  cold_cake: t('裱花', 'Cold cakes'),
  drink: t('自制饮品', 'Drinks'),
  prepares: t('备餐', 'Meal preparation'),
  dine_in: t('堂食', 'Dine-in'),
  canteen: t('食堂', 'Canteen'),
  mixed_building: t('商住综合楼', 'Mixed building'),
  residential_building: t('居民楼', 'Residential building'),
  toilet_inside: t('场所内有卫生间', 'Toilet inside'),
  aquatic: t('水产', 'Aquatic food'),
  uv_lamp: t('紫外灯', 'UV lamp'),
  operating: t('营业中', 'In operation'),
  electric_only: t('全电厨房', 'Electric only'),
  solid_fuel: t('固体燃料', 'Solid fuel'),
  simple: t('简单制售', 'Simple preparation'),
  meal_distribution: t('集体配送', 'Meal distribution'),
  wet_zones: t('潮湿区', 'Wet zones'),
  local_monitor_list: t('在线监测名单', 'Monitoring list'),
}

export const FACT_VALUES: Record<string, string> = {
  ng: '天然气',
  lpg: '液化气',
  none: '无',
  s: '小型',
  m: '中型',
  l: '大型',
}
