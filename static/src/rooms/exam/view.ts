/** The panorama of an exam: taps give directions, marks show what was answered. */
import { CONSTANTS, Viewer } from '@photo-sphere-viewer/core'
import { type MarkerConfig, MarkersPlugin } from '@photo-sphere-viewer/markers-plugin'
import { linkMarker } from '../markers'
import { TEXTS as ROOM_TEXTS } from '../texts'
import type { ExamScene } from './exam'

const deg = (value: number) => `${value}deg`
const degrees = (radians: number) => (radians * 180) / Math.PI
const AT_REST_MS = 200
const TURNING = new Set(['ArrowUp', 'ArrowDown', 'ArrowRight', 'ArrowLeft', '+', '-'])

/**
 * The viewer hears the keys of the whole window and takes arrows, + and - from whoever uses them.
 * What is typed in a field or moves through a sheet passes it by, and does there what it does.
 */
function leaveAlone(event: KeyboardEvent): void {
  const at = event.target
  if (
    TURNING.has(event.key) &&
    at instanceof Element &&
    at.closest('input, select, textarea, .sheet, .scenes')
  )
    event.stopImmediatePropagation()
}

/** A sign in the picture. */
export interface Mark {
  id: string
  yaw_deg: number
  pitch_deg: number
  kind: 'asked' | 'given' | 'found' | 'wrong' | 'missed'
  label: string
}
export interface Heard {
  tapped: (yawDeg: number, pitchDeg: number) => void
  entered: (scene: string) => void
  shown: (scene: string, picture: string) => void
  failed: () => void
  turning: (isTurning: boolean) => void
}

export class ExamView {
  private readonly viewer: Viewer
  private readonly markers: MarkersPlugin
  private scene: ExamScene | null = null
  private picture = ''
  private turn: Promise<void> = Promise.resolve()
  private isClosed = false
  private rest: ReturnType<typeof setTimeout> | undefined

  constructor(
    container: HTMLElement,
    private readonly heard: Heard,
  ) {
    this.viewer = new Viewer({
      container,
      navbar: false,
      defaultZoomLvl: 12,
      mousewheelCtrlKey: false,
      keyboard: 'always',
      keyboardActions: {
        ArrowUp: CONSTANTS.ACTIONS.ROTATE_UP,
        ArrowDown: CONSTANTS.ACTIONS.ROTATE_DOWN,
        ArrowRight: CONSTANTS.ACTIONS.ROTATE_RIGHT,
        ArrowLeft: CONSTANTS.ACTIONS.ROTATE_LEFT,
        '+': CONSTANTS.ACTIONS.ZOOM_IN,
        '-': CONSTANTS.ACTIONS.ZOOM_OUT,
      },
      canvasBackground: '#0b1512',
      plugins: [[MarkersPlugin, {}]],
      loadingTxt: '',
      lang: { webglError: `${ROOM_TEXTS.noGraphics.zh} ${ROOM_TEXTS.noGraphics.en}` },
    })
    addEventListener('keydown', leaveAlone, true)
    this.markers = this.viewer.getPlugin<MarkersPlugin>(MarkersPlugin)
    this.markers.addEventListener('select-marker', ({ marker }) => {
      if (marker.id.startsWith('link:')) heard.entered(marker.id.slice(5))
    })
    this.viewer.addEventListener('click', ({ data }) => {
      if (!data.rightclick && !data.marker) heard.tapped(degrees(data.yaw), degrees(data.pitch))
    })
    this.viewer.addEventListener('position-updated', () => this.moves())
    this.viewer.addEventListener('panorama-error', () => this.viewer.hideError())
  }

  /** Shows a scene, one after another; a sharper picture of the same one keeps the view. */
  look(scene: ExamScene, picture: string, marks: Mark[]): Promise<void> {
    this.turn = this.turn.then(() => this.draw(scene, picture, marks))
    return this.turn
  }

  private async draw(scene: ExamScene, picture: string, marks: Mark[]): Promise<void> {
    if (this.isClosed) return
    const isOther = this.scene?.id !== scene.id
    if (isOther || picture !== this.picture) {
      this.picture = picture
      try {
        const isWanted = await this.viewer.setPanorama(picture, {
          ...(isOther ? { position: { yaw: deg(scene.yaw_deg), pitch: '-5deg' }, zoom: 12 } : {}),
          transition: false,
          showLoader: false,
        })
        if (!isWanted) return
      } catch {
        this.picture = ''
        this.heard.failed()
        return
      }
      this.scene = scene
    }
    const ways = scene.links.map((way) => linkMarker(way, (_, id) => this.heard.entered(id)))
    this.markers.setMarkers([...ways, ...marks.map((mark) => this.sign(mark))])
    this.heard.shown(scene.id, picture)
  }

  /** The direction one looks at, degrees. */
  centre(): { yaw_deg: number; pitch_deg: number } {
    const { yaw, pitch } = this.viewer.getPosition()
    return { yaw_deg: degrees(yaw), pitch_deg: degrees(pitch) }
  }

  async turnTo(yawDeg: number, pitchDeg: number): Promise<void> {
    const isCalm = matchMedia('(prefers-reduced-motion: reduce)').matches
    await this.viewer.animate({
      yaw: deg(yawDeg),
      pitch: deg(pitchDeg),
      zoom: 24,
      speed: isCalm ? 1 : '9rpm',
    })
  }

  close(): void {
    this.isClosed = true
    clearTimeout(this.rest)
    removeEventListener('keydown', leaveAlone, true)
    this.viewer.destroy()
  }

  private sign(mark: Mark): MarkerConfig {
    const element = document.createElement('div')
    element.className = `sign ${mark.kind}`
    element.setAttribute('role', 'img')
    element.setAttribute('aria-label', mark.label)
    const glyph = { asked: '?', given: '•', found: '✓', wrong: '✗', missed: '!' }[mark.kind]
    element.innerHTML = `<b aria-hidden="true">${glyph}</b>`
    return {
      id: `sign:${mark.id}`,
      element,
      position: { yaw: deg(mark.yaw_deg), pitch: deg(mark.pitch_deg) },
      anchor: 'center center',
    }
  }

  private moves(): void {
    this.heard.turning(true)
    clearTimeout(this.rest)
    this.rest = setTimeout(() => this.heard.turning(false), AT_REST_MS)
  }
}
