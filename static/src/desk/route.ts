/** Where on the desk somebody is; kept in the address behind `#`, so that reload and back work. */
export type Route = { at: 'queue' } | { at: 'case'; id: string } | { at: 'call'; id: string }

/** Reads `#/case/<id>` and `#/call/<id>`; everything else is the queue. */
export function parseRoute(hash: string): Route {
  const [, at, id] = /^#\/(case|call)\/([A-Za-z0-9_-]{1,80})$/.exec(hash) ?? []
  if ((at === 'case' || at === 'call') && id) return { at, id }
  return { at: 'queue' }
}

export function hashOf(route: Route): string {
  return route.at === 'queue' ? '#/' : `#/${route.at}/${route.id}`
}

export function go(route: Route): void {
  location.hash = hashOf(route)
}
