import { Viewer } from '@photo-sphere-viewer/core'
import { EquirectangularTilesAdapter } from '@photo-sphere-viewer/equirectangular-tiles-adapter'
import { MarkersPlugin } from '@photo-sphere-viewer/markers-plugin'
import { type Chosen, hotspotMarker, linkMarker, markChosen } from './markers'
import type { Line, Mark } from './measuring'
import type { Pictures, Scene } from './room'
import { rulerMarkers } from './ruler'
import { TEXTS } from './texts'

const COLUMNS = 16
const ROWS = 8
const WIDTH = 4096 // only the shape of the tiles matters, not their true size
const ZOOM_AT_ITEM = 24
const AT_REST_MS = 200
const DRAG_PX = 6 // who moved farther meant to turn
const deg = (value: number) => `${value}deg`
const isCalm = () => matchMedia('(prefers-reduced-motion: reduce)').matches

/** Where one pointed, degrees, and how much a pixel of the screen is there, radians. */
export interface Pointed {
  yaw_deg: number
  pitch_deg: number
  pixel_rad: number
  isTouch: boolean
}

/** What the sphere shows. */
export type Shown = 'nothing' | 'preview' | 'sharp' | 'failed'
export interface Seen {
  scene: string | null
  shown: Shown
  isTurning: boolean
}

/** Where one looks: a scene with the pictures it has so far, perhaps at an item's hotspot. */
export interface Look {
  scene: Scene
  pictures: Pictures
  item: string | null
  coveredPx: number // by the card at the bottom; the hotspot is shown in the middle of the rest
}

/**
 * The panorama on the screen. Tell it where to look as often as you like: it loads what changed, keeps the
 * view when only a better picture of the same scene came, and turns when scene or item changed.
 */
export class Sphere {
  private readonly viewer: Viewer
  private readonly markers: MarkersPlugin
  private scene: Scene | null = null
  private item: string | null = null
  private wanted = ''
  private tries = 0
  private seen: Seen = { scene: null, shown: 'nothing', isTurning: false }
  private rest: ReturnType<typeof setTimeout> | undefined
  private pointed: ((at: Pointed) => void) | null = null
  private pressed: { id: number; x: number; y: number } | null = null
  private ruled: string[] = []
  private arrival: { scene: string; yaw_deg: number } | null = null

  constructor(
    container: HTMLElement,
    private readonly file: (path: string) => string,
    private readonly chosen: Chosen,
    private readonly changed: (seen: Seen) => void,
  ) {
    this.viewer = new Viewer({
      container,
      // A tile that fails leaves the preview below it to be seen.
      adapter: EquirectangularTilesAdapter.withConfig({ showErrorTile: false, baseBlur: false }),
      navbar: false,
      defaultZoomLvl: 12,
      mousewheelCtrlKey: false,
      keyboard: 'always',
      canvasBackground: '#0b1512',
      plugins: [[MarkersPlugin, {}]],
      loadingTxt: '',
      lang: { webglError: `${TEXTS.noGraphics.zh} ${TEXTS.noGraphics.en}` },
    })
    this.markers = this.viewer.getPlugin<MarkersPlugin>(MarkersPlugin)
    this.markers.addEventListener('select-marker', ({ marker }) => {
      const [kind, id] = marker.id.split(':') as ['hotspot' | 'link' | 'ruler', string]
      if (kind !== 'ruler' && !this.pointed) this.chosen(kind, id)
    })
    // The viewer's own clicks wait for a second one and swallow it; whoever measures is quicker.
    container.addEventListener('pointerdown', (event) => this.presses(event), true)
    container.addEventListener('pointerup', (event) => this.releases(event), true)
    this.viewer.addEventListener('position-updated', () => this.moves())
    this.viewer.addEventListener('zoom-updated', () => this.moves())
    // Its own English page covers everything; the room page says it in both languages.
    this.viewer.addEventListener('panorama-error', () => this.viewer.hideError())
  }

  /** Shows what `look` asks for; resolves when it is drawn, or has failed (`Seen` tells). */
  async look(look: Look): Promise<void> {
    const { scene, pictures, item } = look
    const wanted = `${scene.id} ${pictures.preview} ${pictures.tiles} ${this.tries}`
    const isOther = this.scene?.id !== scene.id
    const isNewItem = isOther || item !== this.item
    this.item = item
    if (wanted !== this.wanted) {
      this.wanted = wanted
      if (!(await this.load(look))) return
    }
    markChosen(this.viewer.container, item)
    if (isNewItem && !isOther) await this.turn(look)
  }

  /** Loads the failed picture anew at the next `look`. */
  forget(): void {
    this.tries += 1
    this.wanted = ''
  }

  /** While measuring, a tap points instead of choosing, and the page has the arrow keys. */
  measure(pointed: ((at: Pointed) => void) | null): void {
    this.pointed = pointed
    this.hearKeys(!pointed)
  }

  /** Whether the arrow keys turn the view; they do not while another part of the page has them. */
  hearKeys(isHearing: boolean): void {
    if (isHearing) this.viewer.startKeyboardControl()
    else this.viewer.stopKeyboardControl()
  }

  /** Points at a place of the screen, in pixels from its corner. */
  point(x: number, y: number, isTouch: boolean): void {
    const at = this.viewer.dataHelper.viewerCoordsToSphericalCoords({ x, y })
    if (!at || !this.pointed) return
    const pixel_rad = (this.viewer.state.vFov * Math.PI) / 180 / this.viewer.getSize().height
    this.pointed({
      yaw_deg: (at.yaw * 180) / Math.PI,
      pitch_deg: (at.pitch * 180) / Math.PI,
      pixel_rad,
      isTouch,
    })
  }

  /** Turns the view by so many pixels of the screen. */
  shift(dx: number, dy: number): void {
    const { yaw, pitch } = this.viewer.getPosition()
    const pixel_rad = (this.viewer.state.vFov * Math.PI) / 180 / this.viewer.getSize().height
    this.viewer.rotate({ yaw: yaw + dx * pixel_rad, pitch: pitch - dy * pixel_rad })
  }

  /** The next scene is looked at in this direction, or the present one is turned to it. */
  turnTo(scene: string, yaw_deg: number): void {
    if (this.scene?.id === scene) this.viewer.rotate({ yaw: deg(yaw_deg), pitch: '-5deg' })
    else this.arrival = { scene, yaw_deg }
  }

  /** Draws measured lines in place of those before. */
  rule(lines: Line[], pending: Mark | null): void {
    for (const id of this.ruled) this.markers.removeMarker(id, false)
    const markers = rulerMarkers(lines, pending)
    for (const marker of markers) this.markers.addMarker(marker, false)
    this.ruled = markers.map(({ id }) => id)
    this.markers.renderMarkers()
  }

  /** Where one looks: north is 0, east 90. */
  get yaw_deg(): number {
    return (this.viewer.getPosition().yaw * 180) / Math.PI
  }

  close(): void {
    clearTimeout(this.rest)
    this.viewer.destroy()
  }

  /** Whether the picture arrived and was drawn. */
  private async load(look: Look): Promise<boolean> {
    const { scene, pictures } = look
    const isOther = this.scene?.id !== scene.id
    const yaw_deg = this.arrival?.scene === scene.id ? this.arrival.yaw_deg : scene.yaw_deg
    this.arrival = null
    const position = this.target(look) ?? { yaw: deg(yaw_deg), pitch: '-5deg' }
    try {
      const isWanted = await this.viewer.setPanorama(
        {
          width: WIDTH,
          cols: COLUMNS,
          rows: ROWS,
          baseUrl: `${this.file(scene.preview)}?v=${pictures.preview}-${this.tries}`,
          tileUrl: (column: number, row: number) =>
            pictures.tiles && `${this.file(`${scene.tiles}/${row}_${column}.jpg`)}?v=${pictures.tiles}`,
        },
        // Without a position the head stays where it is, even in the middle of a turn.
        isOther
          ? {
              position,
              zoom: look.item ? ZOOM_AT_ITEM : 12,
              transition: this.scene !== null && !isCalm(),
              showLoader: false,
            }
          : { transition: false, showLoader: false },
      )
      if (!isWanted) return false
    } catch {
      this.tell({ scene: scene.id, shown: 'failed' })
      return false
    }
    if (isOther) {
      const spots = scene.hotspots.map((spot) => hotspotMarker(spot, this.chosen))
      this.markers.setMarkers([...spots, ...scene.links.map((way) => linkMarker(way, this.chosen))])
      this.ruled = []
    }
    this.scene = scene
    await new Promise((drawn) => {
      this.viewer.addEventListener('render', drawn, { once: true })
      this.viewer.needsUpdate()
    })
    this.tell({ scene: scene.id, shown: pictures.tiles ? 'sharp' : 'preview' })
    return true
  }

  private async turn(look: Look): Promise<void> {
    const target = this.target(look)
    if (target) await this.viewer.animate({ ...target, zoom: ZOOM_AT_ITEM, speed: isCalm() ? 1 : '9rpm' })
  }

  private target({ scene, item, coveredPx }: Look): { yaw: string; pitch: string } | null {
    const spot = scene.hotspots.find(({ item_id }) => item_id === item)
    if (!spot) return null
    const { height } = this.viewer.getSize()
    const pitch = Math.atan((coveredPx / height) * Math.tan((this.fovAtItem() * Math.PI) / 360))
    return { yaw: deg(spot.yaw_deg), pitch: deg(spot.pitch_deg - (pitch * 180) / Math.PI) }
  }

  /** The vertical angle of the view after turning to an item, degrees. */
  private fovAtItem(): number {
    return this.viewer.dataHelper.zoomLevelToFov(ZOOM_AT_ITEM)
  }

  private presses({ pointerId, isPrimary, clientX, clientY }: PointerEvent): void {
    this.pressed = isPrimary ? { id: pointerId, x: clientX, y: clientY } : null // two fingers zoom
  }

  private releases({ pointerId, pointerType, clientX, clientY }: PointerEvent): void {
    const from = this.pressed
    this.pressed = null
    if (from?.id !== pointerId || Math.hypot(clientX - from.x, clientY - from.y) > DRAG_PX) return
    const { left, top } = this.viewer.container.getBoundingClientRect()
    this.point(clientX - left, clientY - top, pointerType === 'touch')
  }

  private moves(): void {
    this.tell({ isTurning: true })
    clearTimeout(this.rest)
    this.rest = setTimeout(() => this.tell({ isTurning: false }), AT_REST_MS)
  }

  private tell(news: Partial<Seen>): void {
    this.seen = { ...this.seen, ...news }
    this.changed(this.seen)
  }
}
