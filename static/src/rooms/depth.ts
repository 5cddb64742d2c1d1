/** Reads a depth map: millimetres as red × 256 + green, because a canvas has 8 bits per colour. */
import type { Depth } from './measure'

/** Raises `TypeError` or a `DOMException` when the picture does not come or can not be read. */
export async function loadDepth(url: string, signal?: AbortSignal): Promise<Depth> {
  const answer = await fetch(url, { signal })
  if (!answer.ok) throw new TypeError(`${answer.status}`)
  // Any colour management would change the numbers.
  const picture = await createImageBitmap(await answer.blob(), {
    colorSpaceConversion: 'none',
    premultiplyAlpha: 'none',
  })
  const { width, height } = picture
  const canvas = document.createElement('canvas')
  Object.assign(canvas, { width, height })
  const pen = canvas.getContext('2d', { willReadFrequently: true })!
  pen.drawImage(picture, 0, 0)
  picture.close()
  const { data } = pen.getImageData(0, 0, width, height)
  const mm = new Uint16Array(width * height)
  for (let at = 0; at < mm.length; at++) mm[at] = data[at * 4]! * 256 + data[at * 4 + 1]!
  return { width, height, mm }
}
