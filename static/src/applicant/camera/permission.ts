/** Whether the browser would open the camera without asking; `false` where it does not tell. */
export async function isGranted(
  permissions: Pick<Permissions, 'query'> | undefined = navigator.permissions,
): Promise<boolean> {
  try {
    const found = await permissions?.query({ name: 'camera' as PermissionName })
    return found?.state === 'granted'
  } catch {
    return false
  }
}
