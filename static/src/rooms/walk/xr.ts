/** The room in a headset: the same walker, moved by the controller's stick; checkpoints hang in the room. */
import { CanvasTexture, Raycaster, SRGBColorSpace, Sprite, SpriteMaterial, Vector3 } from 'three'
import type { Hotspot, Scene } from '../room'
import type { Stage } from './stage'
import { type Floor, type Walker, walked } from './walker'

const DEAD = 0.15 // sticks at rest are never quite at zero
const SNAP_RAD = Math.PI / 6 // turning smoothly makes people sick
const SIGN_M = 0.42
const OFF_WALL_M = 0.06

export async function canEnter(): Promise<boolean> {
  try {
    return (await navigator.xr?.isSessionSupported('immersive-vr')) ?? false
  } catch {
    return false
  }
}

/** Resolves when the headset is taken off. Raises what the browser says if it does not start. */
export async function enterHeadset(
  stage: Stage,
  floor: Floor,
  scenes: Scene[],
  from: Walker,
  moved: (at: Walker) => void,
): Promise<void> {
  const { renderer } = stage
  const session = await navigator.xr!.requestSession('immersive-vr', { optionalFeatures: ['local-floor'] })
  const ended = new Promise((end) => session.addEventListener('end', end, { once: true }))
  try {
    renderer.xr.enabled = true
    renderer.xr.setReferenceSpaceType('local-floor')
    if (!stage.isClosed) await renderer.xr.setSession(session)
  } catch (error) {
    renderer.xr.enabled = false
    await session.end().catch(() => undefined) // nobody is to sit in the dark
    throw error
  }
  if (stage.isClosed) return void session.end().catch(() => undefined) // one left before it began
  const signs = signsOf(stage, scenes)
  stage.scene.add(...signs)
  let at = from
  let before = 0
  let hasTurned = false
  renderer.setAnimationLoop((now) => {
    const { x, y, turn } = sticks(session)
    const snap = Math.abs(turn) > 0.6
    const by = snap && !hasTurned ? Math.sign(turn) * SNAP_RAD : 0
    hasTurned = snap
    const looks = renderer.xr.getCamera().getWorldDirection(new Vector3())
    const head = Math.atan2(looks.x, -looks.z)
    const wish = { ahead: -y, aside: x, turn: 0, tilt: 0 }
    const gone = walked(
      { ...at, yaw_rad: head },
      wish,
      before ? Math.min((now - before) / 1000, 0.1) : 0,
      floor,
    )
    at = { ...gone, yaw_rad: at.yaw_rad + by }
    before = now
    stage.body.position.set(at.x, 0, -at.y)
    stage.body.rotation.y = -at.yaw_rad
    moved({ ...at, yaw_rad: head })
    renderer.render(stage.scene, stage.camera)
  })
  await ended
  renderer.setAnimationLoop(null)
  renderer.xr.enabled = false
  stage.body.rotation.y = 0
  stage.scene.remove(...signs)
  for (const { material } of signs) {
    material.map?.dispose()
    material.dispose()
  }
  if (!stage.isClosed) stage.fit()
}

/** Left stick goes, right stick turns; a single controller does both. */
function sticks(session: XRSession): { x: number; y: number; turn: number } {
  const found = { x: 0, y: 0, turn: 0 }
  for (const { gamepad, handedness } of session.inputSources) {
    const [x, y] = [gamepad?.axes[2] ?? 0, gamepad?.axes[3] ?? 0].map((one) =>
      Math.abs(one) < DEAD ? 0 : one,
    ) as [number, number]
    if (handedness === 'right') found.turn = x
    else Object.assign(found, { x, y })
  }
  return found
}

/** Each checkpoint once, where the ray of its panorama meets the room. */
function signsOf(stage: Stage, scenes: Scene[]): Sprite[] {
  const found = new Map<string, Sprite>()
  const ray = new Raycaster()
  for (const { at, eye_m, hotspots } of scenes)
    for (const spot of hotspots) {
      if (found.has(spot.item_id)) continue
      const [yaw, pitch] = [(spot.yaw_deg * Math.PI) / 180, (spot.pitch_deg * Math.PI) / 180]
      const way = new Vector3(
        Math.cos(pitch) * Math.sin(yaw),
        Math.sin(pitch),
        -Math.cos(pitch) * Math.cos(yaw),
      )
      ray.set(new Vector3(at[0], eye_m, -at[1]), way)
      const hit = ray
        .intersectObjects(stage.scene.children, true)
        .find(({ object }) => !(object instanceof Sprite))
      if (!hit) continue
      const sign = signOf(spot)
      sign.position.copy(hit.point).addScaledVector(way, -OFF_WALL_M)
      found.set(spot.item_id, sign)
    }
  return [...found.values()]
}

function signOf({ title, item_id, is_right }: Hotspot): Sprite {
  const canvas = document.createElement('canvas')
  Object.assign(canvas, { width: 512, height: 160 })
  const pen = canvas.getContext('2d')!
  pen.fillStyle = is_right ? '#0d7a5f' : '#b3261e'
  pen.roundRect(4, 4, 504, 152, is_right ? 40 : 12)
  pen.fill()
  pen.fillStyle = '#fff'
  pen.textAlign = 'center'
  pen.font = '600 54px system-ui, "Noto Sans CJK SC", sans-serif'
  pen.fillText(`${is_right ? '✓' : '✗'} ${title.zh}`, 256, 76, 480)
  pen.font = '34px system-ui, sans-serif'
  pen.fillText(`${item_id} ${title.en}`, 256, 128, 480)
  const map = new CanvasTexture(canvas)
  map.colorSpace = SRGBColorSpace
  const sign = new Sprite(new SpriteMaterial({ map, depthTest: false }))
  sign.scale.set(SIGN_M, SIGN_M * (160 / 512), 1)
  return sign
}
