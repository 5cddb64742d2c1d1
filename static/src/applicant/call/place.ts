interface Size {
  width: number
  height: number
}

/**
 * Where a point of the picture lies on a screen that the picture fills (`object-fit: cover`): the
 * picture is cut at two sides. Shares in, pixels out; outside the screen when that part is cut off.
 */
export function placeOf(
  point: { x: number; y: number },
  picture: Size,
  screen: Size,
): { x: number; y: number } {
  if (!picture.width || !picture.height) return { x: point.x * screen.width, y: point.y * screen.height }
  const scale = Math.max(screen.width / picture.width, screen.height / picture.height)
  return {
    x: screen.width / 2 + (point.x - 0.5) * picture.width * scale,
    y: screen.height / 2 + (point.y - 0.5) * picture.height * scale,
  }
}
