import { Viewer } from '@photo-sphere-viewer/core'
import { EquirectangularTilesAdapter } from '@photo-sphere-viewer/equirectangular-tiles-adapter'
import { MarkersPlugin } from '@photo-sphere-viewer/markers-plugin'
import { type Chosen, hotspotMarker, linkMarker, markChosen } from './markers'
import type { Pictures, Scene } from './room'
import { TEXTS } from './texts'

const COLUMNS = 16
const ROWS = 8
const WIDTH = 4096 // only the shape of the tiles matters, not their true size
const ZOOM_AT_ITEM = 24
const AT_REST_MS = 200
const deg = (value: number) => `${value}deg`
const isCalm = () => matchMedia('(prefers-reduced-motion: reduce)').matches

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
      const [kind, id] = marker.id.split(':') as ['hotspot' | 'link', string]
      this.chosen(kind, id)
    })
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

  close(): void {
    clearTimeout(this.rest)
    this.viewer.destroy()
  }

  /** Whether the picture arrived and was drawn. */
  private async load(look: Look): Promise<boolean> {
    const { scene, pictures } = look
    const isOther = this.scene?.id !== scene.id
    const position = this.target(look) ?? { yaw: deg(scene.yaw_deg), pitch: '-5deg' }
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
