/** Draws the room from where the walker stands, as often as something changes. */
import { Color, Group, PerspectiveCamera, Scene, Vector3, WebGLRenderer } from 'three'
import { type Model, loadModel } from './model'
import { EYE_M, type Walker } from './walker'

const FOV_DEG = 68 // of the shorter side
const SKY = '#b9d4ea'
const MOST_RATIO = 2 // more pixels than this nobody sees and a phone pays for

export class NoGraphics extends Error {}

export class Stage {
  readonly camera = new PerspectiveCamera(FOV_DEG, 1, 0.06, 160)
  readonly renderer: WebGLRenderer
  /** Carries the camera: in a headset the head moves in it. */
  readonly body = new Group()
  readonly scene = new Scene()
  isClosed = false
  private model: Model | null = null
  private readonly point = new Vector3()

  /** Raises `NoGraphics` where the browser draws no 3-D. */
  constructor(readonly canvas: HTMLCanvasElement) {
    try {
      this.renderer = new WebGLRenderer({ canvas, antialias: true, powerPreference: 'high-performance' })
    } catch (error) {
      throw new NoGraphics(String(error))
    }
    this.scene.background = new Color(SKY)
    this.scene.add(this.body.add(this.camera))
  }

  async load(url: string, progress: (share: number) => void): Promise<void> {
    this.model = await loadModel(url, progress)
    this.scene.add(this.model.room)
  }

  mirror(picture: HTMLImageElement): void {
    this.model?.mirror(picture)
  }

  fit(): void {
    const { clientWidth: width, clientHeight: height } = this.canvas
    if (!width || !height) return
    this.renderer.setPixelRatio(Math.min(devicePixelRatio, MOST_RATIO))
    this.renderer.setSize(width, height, false)
    this.camera.aspect = width / height
    const upright =
      (2 * Math.atan(Math.tan((FOV_DEG * Math.PI) / 360) / Math.min(1, width / height)) * 180) / Math.PI
    this.camera.fov = Math.min(upright, 88)
    this.camera.updateProjectionMatrix()
  }

  draw(at: Walker): void {
    this.body.position.set(at.x, 0, -at.y)
    this.camera.position.set(0, EYE_M, 0)
    this.camera.rotation.set(at.pitch_rad, -at.yaw_rad, 0, 'YXZ')
    this.renderer.render(this.scene, this.camera)
  }

  /** How much of the room one sees from left to right, degrees. */
  get across_deg(): number {
    const { fov, aspect } = this.camera
    return (2 * Math.atan(Math.tan((fov * Math.PI) / 360) * aspect) * 180) / Math.PI
  }

  /** Where a point of the room lies on the canvas in pixels; `null` behind the walker. */
  place(x: number, y: number, z: number): { left: number; top: number } | null {
    this.point.set(x, z, -y).project(this.camera)
    if (this.point.z > 1 || Math.abs(this.point.x) > 1 || Math.abs(this.point.y) > 1) return null
    return {
      left: ((this.point.x + 1) / 2) * this.canvas.clientWidth,
      top: ((1 - this.point.y) / 2) * this.canvas.clientHeight,
    }
  }

  /** Frees the graphics; a headset is left first. */
  async close(): Promise<void> {
    this.isClosed = true
    const session = this.renderer.xr.getSession()
    await session?.end().catch(() => undefined) // it may have ended by itself
    this.model?.close()
    this.renderer.dispose()
    this.renderer.forceContextLoss()
  }
}
